import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs-core";
import { wasmEngine, type WasmEngine } from "./wasmEngine.ts";

/** A kernel of ours: a function of the engine, the named tensors and the attributes. */
type Kernel<Name extends string, Attributes> = (
  engine: WasmEngine,
  inputs: Readonly<Record<Name, TensorInfo>>,
  attributes: Attributes,
) => TensorInfo | TensorInfo[];

/** Wraps a kernel as tfjs calls it. */
export function kernelFunc<Name extends string, Attributes>(kernel: Kernel<Name, Attributes>): KernelFunc {
  return ({ inputs, backend, attrs }) =>
    // tfjs's op passes the inputs and attributes that its kernel_names declare for the kernel.
    kernel(wasmEngine(backend), inputs as Record<Name, TensorInfo>, attrs as Attributes);
}
