import { Add, getKernel, type KernelFunc, Multiply, RealDiv, type TensorInfo } from "@tensorflow/tfjs-core";
import { sizeOf } from "@tensorloom/core/internal";
import { partition } from "../threads/partition.ts";
import { runJob, runScript } from "../threads/runJob.ts";
import { address, floats, type WasmEngine, wasmEngine } from "../wasm/wasmEngine.ts";
import { addAll } from "./addAll.ts";

/** Kernels of tfjs's wasm backend that a train step needs besides ours: they run as before, and these are recorded instead. */
const RECORDED: Readonly<Record<string, (engine: WasmEngine, a: TensorInfo, b: TensorInfo) => TensorInfo>> = {
  [Add]: (engine, a, b) => {
    if (String(a.shape) !== String(b.shape)) throw new Error("wasm: a sum of two shapes cannot be recorded");
    return addAll(engine, [a, b]);
  },
  [Multiply]: scaleImages,
  [RealDiv]: divideBy,
};

/** Numbers that JavaScript divides in microseconds. */
const FEW = 2 ** 16;

/** Names of kernels that {@link withRecording} wraps. */
export const RECORDABLE_KERNELS: readonly string[] = Object.keys(RECORDED);

const ours = new WeakSet<KernelFunc>();

/** A kernel of tfjs that can also be recorded. */
export function withRecording(name: string): KernelFunc {
  const stock = getKernel(name, "wasm").kernelFunc;
  if (ours.has(stock)) return stock;
  const kernel: KernelFunc = (call) => {
    const { recorder } = call.backend as { readonly recorder?: unknown }; // the backend of wasm, or one that records
    if (recorder === undefined) return stock(call);
    const { a, b } = call.inputs as Readonly<Record<"a" | "b", TensorInfo>>; // the inputs of both kernels
    return RECORDED[name](wasmEngine(call.backend), a, b);
  };
  ours.add(kernel);
  return kernel;
}

/** Each image of x times its number in `factors` [images, 1, ..]: what drop-connect does. */
function scaleImages(engine: WasmEngine, x: TensorInfo, factors: TensorInfo): TensorInfo {
  const [images] = x.shape;
  if (sizeOf(factors.shape) !== images || factors.shape[0] !== images)
    throw new Error("wasm: a product that is not of images and a number for each cannot be recorded");
  const y = engine.makeOutput(x.shape, "float32");
  const columns = sizeOf(x.shape) / images;
  const [from, by, to] = [x, factors, y].map((tensor) => address(engine, tensor));
  const parts = partition(engine, images, 1, images * columns * 10).map(([first, end]) => {
    const row = first * columns * 4;
    return [from + row, by + first * 4, to + row, end - first, columns];
  });
  runJob(engine, { kernel: "scaleRows", parts });
  return y;
}

/** A few numbers by one number. */
function divideBy(engine: WasmEngine, x: TensorInfo, divisor: TensorInfo): TensorInfo {
  const count = sizeOf(x.shape);
  if (sizeOf(divisor.shape) !== 1 || count > FEW)
    throw new Error("wasm: a division that is not of a few numbers by one cannot be recorded");
  const y = engine.makeOutput(x.shape, "float32");
  const [from, by, to] = [x, divisor, y].map((tensor) => address(engine, tensor));
  runScript(engine, (running) => {
    const [numbers, [number], results] = [
      floats(running, from, count),
      floats(running, by, 1),
      floats(running, to, count),
    ];
    for (let at = 0; at < count; at++) results[at] = numbers[at] / number;
  });
  return y;
}
