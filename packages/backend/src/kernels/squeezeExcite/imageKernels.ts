import type { TensorInfo } from "@tensorflow/tfjs-core";
import { kernelModule } from "../wasm/kernelModule.ts";
import { address, type WasmEngine } from "../wasm/wasmEngine.ts";

/** A tensor [batch, height, width, channels] as the kernels see it. */
function images({ shape }: TensorInfo): readonly [images: number, pixels: number, channels: number] {
  const [batch, height, width, channels] = shape;
  return [batch, height * width, channels];
}

/** [batch, channels]: the mean over the pixels. */
export function imageMeans(engine: WasmEngine, x: TensorInfo): TensorInfo {
  const sizes = images(x);
  const means = engine.makeOutput([sizes[0], sizes[2]], "float32");
  kernelModule(engine).imageMeans(address(engine, x), address(engine, means), ...sizes);
  return means;
}

/** [batch, channels]: the sum over the pixels of x * y. */
export function imageDots(engine: WasmEngine, x: TensorInfo, y: TensorInfo): TensorInfo {
  const sizes = images(x);
  const dots = engine.makeOutput([sizes[0], sizes[2]], "float32");
  kernelModule(engine).imageDots(address(engine, x), address(engine, y), address(engine, dots), ...sizes);
  return dots;
}

/** x * scale + shift, scale and shift [batch, channels]. */
export function imageScale(
  engine: WasmEngine,
  x: TensorInfo,
  scale: TensorInfo,
  shift: TensorInfo | undefined,
): TensorInfo {
  const y = engine.makeOutput(x.shape, "float32");
  const offset = shift === undefined ? 0 : address(engine, shift);
  const module = kernelModule(engine);
  module.imageScale(address(engine, x), address(engine, scale), offset, address(engine, y), ...images(x));
  return y;
}
