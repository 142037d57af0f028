import { type KernelFunc, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { partition } from "../threads/partition.ts";
import { runJob } from "../threads/runJob.ts";
import { kernelFunc } from "../wasm/kernelFunc.ts";
import { address, type WasmEngine } from "../wasm/wasmEngine.ts";

/** Kernels that turn activations into 16-bit floats and back. They are there if the backend was started with that option. */
export type HalvesKernelName = "TensorloomPackHalves" | "TensorloomUnpackHalves";

/** The kernels that turn activations into 16-bit floats and back on wasm. */
export const HALVES_KERNELS: Readonly<Record<HalvesKernelName, KernelFunc>> = {
  TensorloomPackHalves: kernelFunc<"x", undefined>((engine, { x }) => packHalves(engine, x)),
  TensorloomUnpackHalves: kernelFunc<"packed", { readonly shape: readonly number[] }>(
    (engine, { packed }, { shape }) => unpackHalves(engine, packed, shape),
  ),
};

/** [ceil(size / 2)] of int32: the numbers of x as 16-bit floats, two in each. */
function packHalves(engine: WasmEngine, x: TensorInfo): TensorInfo {
  const size = util.sizeFromShape(x.shape);
  const packed = engine.makeOutput([Math.ceil(size / 2)], "int32");
  const [from, to] = [address(engine, x), address(engine, packed)];
  const parts = rangesOf(engine, size).map(([first, end]) => [from + 4 * first, to + 2 * first, end - first]);
  runJob(engine, { kernel: "packHalves", parts });
  return packed;
}

/** The packed numbers as 32-bit floats of a shape. */
function unpackHalves(engine: WasmEngine, packed: TensorInfo, shape: readonly number[]): TensorInfo {
  const y = engine.makeOutput([...shape], "float32");
  const [from, to] = [address(engine, packed), address(engine, y)];
  const ranges = rangesOf(engine, util.sizeFromShape(y.shape));
  const parts = ranges.map(([first, end]) => [from + 2 * first, to + 4 * first, end - first]);
  runJob(engine, { kernel: "unpackHalves", parts });
  return y;
}

function rangesOf(engine: WasmEngine, size: number): ReturnType<typeof partition> {
  return partition(engine, size, 16, size * 10);
}
