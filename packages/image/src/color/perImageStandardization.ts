import { checkImage, type Image } from "../image/image.ts";

/**
 * Scales an image to mean 0 and variance 1.
 *
 * Each of its `n` values becomes `(value - mean) / max(deviation, 1 / sqrt(n))`.
 *
 * The lower bound prevents a division by zero for an image of one colour. Bytes are not scaled, as in TensorFlow.
 *
 * @see https://www.tensorflow.org/api_docs/python/tf/image/per_image_standardization
 * @example
 * ```ts
 * import { perImageStandardization } from "@tensorloom/image";
 *
 * const image = { data: Uint8Array.of(10, 20), height: 1, width: 2, channels: 1 };
 * perImageStandardization(image).data; // => Float32Array.of(-1, 1)
 * ```
 */
export function perImageStandardization(image: Image): Image<Float32Array> {
  const { data, ...shape } = checkImage("perImageStandardization", image);
  let sum = 0;
  for (const value of data) sum += value;
  const mean = sum / data.length;
  let squares = 0;
  for (const value of data) squares += (value - mean) ** 2;
  const deviation = Math.max(Math.sqrt(squares / data.length), 1 / Math.sqrt(data.length));
  const standard = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) standard[i] = (data[i] - mean) / deviation;
  return { data: standard, ...shape };
}
