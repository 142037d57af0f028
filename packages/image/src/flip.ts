import { blank, checkImage, type Image, type Pixels } from "./image.ts";
import { mirrorWords } from "./mirrorWords.ts";

/**
 * Mirrors an image: the first column becomes the last.
 *
 * @throws RangeError where the image's data does not fill its shape.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/flip_left_right
 * @example
 * ```ts
 * import { flipLeftRight } from "@tensorloom/image";
 *
 * flipLeftRight({ data: Uint8Array.of(1, 2, 3), height: 1, width: 3, channels: 1 }).data; // => Uint8Array.of(3, 2, 1)
 * ```
 */
export function flipLeftRight<P extends Pixels>(image: Image<P>): Image<P> {
  const { data, height, width, channels } = checkImage("flipLeftRight", image);
  const result = blank(image, height, width);
  const into = result.data;
  const stride = width * channels;
  if (data instanceof Uint8Array && channels === 3 && width % 4 === 0 && data.byteOffset % 4 === 0) {
    const words = (bytes: Pixels): Uint32Array =>
      new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    mirrorWords(words(data), stride / 4, words(into));
    return result;
  }
  for (let start = 0; start < data.length; start += stride)
    for (
      let from = start, to = start + stride - channels;
      from < start + stride;
      from += channels, to -= channels
    )
      for (let c = 0; c < channels; c++) into[to + c] = data[from + c];
  return result;
}

/**
 * Turns an image upside down: the first row becomes the last.
 *
 * @throws RangeError where the image's data does not fill its shape.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/flip_up_down
 * @example
 * ```ts
 * import { flipUpDown } from "@tensorloom/image";
 *
 * flipUpDown({ data: Uint8Array.of(1, 2, 3), height: 3, width: 1, channels: 1 }).data; // => Uint8Array.of(3, 2, 1)
 * ```
 */
export function flipUpDown<P extends Pixels>(image: Image<P>): Image<P> {
  const { data, height, width, channels } = checkImage("flipUpDown", image);
  const result = blank(image, height, width);
  const stride = width * channels;
  for (let y = 0; y < height; y++)
    result.data.set(data.subarray(y * stride, (y + 1) * stride), (height - 1 - y) * stride);
  return result;
}
