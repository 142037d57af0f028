import {
  _FusedMatMul,
  ClipByValue,
  type ClipByValueAttrs,
  FusedConv2D,
  FusedDepthwiseConv2D,
  getKernel,
  type KernelFunc,
  Relu6,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { kernelFunc } from "../wasm/kernelFunc.ts";
import { runJob } from "../threads/runJob.ts";
import { address, integers, type WasmEngine, wasmEngine } from "../wasm/wasmEngine.ts";

/**
 * Kernels of tfjs's wasm backend that turn NaN into a bound, by tfjs's name; these keep it, as every other backend does.
 *
 * @see XNNPACK's clamp, which tfjs's `ClipByValue`, `Relu6` and fused activations call
 */
export const CLIP_KERNELS: Readonly<Record<string, KernelFunc>> = {
  [ClipByValue]: kernelFunc<"x", ClipByValueAttrs>((engine, { x }, { clipValueMin, clipValueMax }) =>
    clip(engine, x, clipValueMin, clipValueMax),
  ),
  [Relu6]: kernelFunc<"x", undefined>((engine, { x }) => clip(engine, x, 0, 6)),
};

/** Fused kernels, whose activation is one of these after the sums. */
export const STOCK_FUSED_KERNELS: readonly string[] = [_FusedMatMul, FusedConv2D, FusedDepthwiseConv2D];
const BOUNDS: ReadonlyMap<unknown, number> = new Map([
  ["relu", Infinity],
  ["relu6", 6],
]);
const ours = new WeakSet<KernelFunc>();

/** A fused kernel of tfjs that does the sums, with relu and relu6 of ours after them. */
export function withOwnClip(name: string): KernelFunc {
  const stock = getKernel(name, "wasm").kernelFunc;
  if (ours.has(stock)) return stock;
  const kernel: KernelFunc = (call) => {
    const high = BOUNDS.get(call.attrs?.["activation"]);
    if (high === undefined) return stock(call);
    const sums = stock({ ...call, attrs: { ...call.attrs, activation: "linear" } }) as TensorInfo; // these have one output
    const engine = wasmEngine(call.backend);
    clipInto(engine, sums, sums, 0, high);
    return sums;
  };
  ours.add(kernel);
  return kernel;
}

function clip(engine: WasmEngine, x: TensorInfo, low: number, high: number): TensorInfo {
  const y = engine.makeOutput(x.shape, x.dtype);
  if (x.dtype === "int32") clipIntegersInto(engine, x, y, low, high);
  else clipInto(engine, x, y, low, high);
  return y;
}

function clipInto(engine: WasmEngine, x: TensorInfo, y: TensorInfo, low: number, high: number): void {
  const size = util.sizeFromShape(x.shape);
  const parts = [[address(engine, x), address(engine, y), size, low, high]];
  runJob(engine, { kernel: "bounded", parts });
}

function clipIntegersInto(engine: WasmEngine, x: TensorInfo, y: TensorInfo, low: number, high: number): void {
  const size = util.sizeFromShape(x.shape);
  const [from, to] = [x, y].map((tensor) => integers(engine, address(engine, tensor), size));
  for (let i = 0; i < size; i++) to[i] = Math.min(Math.max(from[i], low), high);
}
