import { backend_util, type MaxPoolGradAttrs, type TensorInfo } from "@tensorflow/tfjs-core";
import { address, floats, type WasmEngine } from "../wasm/wasmEngine.ts";

/**
 * The gradient of a max pooling: that of each window goes to its first largest number, as in TensorFlow.
 *
 * tfjs's own kernel starts from the smallest positive number, so it drops the gradient of windows without a positive one,
 * such as those that a ReLU made zero.
 */
export function maxPoolGradient(
  engine: WasmEngine,
  dy: TensorInfo,
  input: TensorInfo,
  { filterSize, strides, pad, dimRoundingMode }: MaxPoolGradAttrs,
): TensorInfo {
  const shape = input.shape as [number, number, number, number]; // tfjs's op has checked it
  const pool = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const dx = engine.makeOutput(shape, "float32");
  const [batch, height, width, channels] = shape;
  const size = height * width * channels;
  // Views are taken last: making the output may have moved the memory to a larger buffer.
  const x = floats(engine, address(engine, input), batch * size);
  const to = floats(engine, address(engine, dx), batch * size).fill(0);
  const from = floats(engine, address(engine, dy), batch * pool.outHeight * pool.outWidth * channels);
  const best = new Float32Array(channels);
  const position = new Int32Array(channels);
  let window = 0;
  for (let image = 0; image < batch; image++)
    for (let row = 0; row < pool.outHeight; row++)
      for (let column = 0; column < pool.outWidth; column++, window += channels) {
        const top = row * pool.strideHeight - pool.padInfo.top;
        const left = column * pool.strideWidth - pool.padInfo.left;
        best.fill(-Infinity);
        position.fill(image * size + (Math.max(0, top) * width + Math.max(0, left)) * channels);
        for (let channel = 0; channel < channels; channel++) position[channel] += channel;
        const [bottom, right] = [
          Math.min(height, top + pool.filterHeight),
          Math.min(width, left + pool.filterWidth),
        ];
        for (let y = Math.max(0, top); y < bottom; y++)
          for (let x0 = Math.max(0, left); x0 < right; x0++) {
            const pixel = image * size + (y * width + x0) * channels;
            for (let channel = 0; channel < channels; channel++)
              if (x[pixel + channel] > best[channel]) {
                best[channel] = x[pixel + channel];
                position[channel] = pixel + channel;
              }
          }
        for (let channel = 0; channel < channels; channel++) to[position[channel]] += from[window + channel];
      }
  return dx;
}
