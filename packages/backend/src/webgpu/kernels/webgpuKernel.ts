import { type KernelFunc, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { Binding, Element } from "../engine/runShader.ts";
import { webgpuEngine, type WebgpuEngine } from "../engine/webgpuEngine.ts";

/** A kernel of ours: a function of the engine, the named tensors and the attributes. */
type Kernel<Name extends string, Attributes> = (
  engine: WebgpuEngine,
  inputs: Readonly<Record<Name, TensorInfo>>,
  attributes: Attributes,
) => TensorInfo | TensorInfo[];

/** Wraps a kernel as tfjs calls it. */
export function webgpuKernel<Name extends string, Attributes>(kernel: Kernel<Name, Attributes>): KernelFunc {
  return ({ inputs, backend, attrs }) =>
    // tfjs's op passes the inputs and attributes that its kernel_names declare for the kernel.
    kernel(webgpuEngine(backend), inputs as Record<Name, TensorInfo>, attrs as Attributes);
}

/** A tensor as rows of channels, four channels at a time if their count allows it. */
export interface Rows {
  readonly rows: number;
  readonly channels: number;
  /** How a shader sees the numbers. */
  readonly as: "f32" | "vec4f";
  /** Elements of a row: numbers, or fours of them. */
  readonly columns: number;
  /** Elements in all. */
  readonly count: number;
}

/** The rows of a tensor [.., channels]. */
export function rowsOf({ shape }: TensorInfo): Rows {
  const channels = shape[shape.length - 1];
  const fours = channels % 4 === 0;
  const size = util.sizeFromShape(shape);
  return {
    rows: size / channels,
    channels,
    as: fours ? "vec4f" : "f32",
    columns: fours ? channels / 4 : channels,
    count: fours ? size / 4 : size,
  };
}

/** Binds tensors by name, those that are undefined left out. */
export function bind(
  as: Element,
  tensors: Readonly<Record<string, TensorInfo | undefined>>,
): Readonly<Record<string, Binding>> {
  return Object.fromEntries(
    Object.entries(tensors).flatMap(([name, tensor]) =>
      tensor === undefined ? [] : [[name, { tensor, as }]],
    ),
  );
}
