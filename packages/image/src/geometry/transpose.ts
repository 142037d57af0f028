import { createLike, checkImage, type Image, type Pixels } from "../image/image.ts";

/**
 * Swaps rows and columns: pixel (y, x) moves to (x, y).
 *
 * @throws RangeError if the image's data does not fill its shape.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/transpose
 * @example
 * ```ts
 * import { transpose } from "@tensorloom/image";
 *
 * const image = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), height: 2, width: 3, channels: 1 };
 * transpose(image).data; // => Uint8Array.of(1, 4, 2, 5, 3, 6)
 * ```
 */
export function transpose<P extends Pixels>(image: Image<P>): Image<P> {
  const checked = checkImage("transpose", image);
  const { data, height, width, channels } = checked;
  const result = createLike(checked, width, height);
  const output = result.data;
  for (let y = 0, from = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++, from++) output[(x * height + y) * channels + c] = data[from];
  return result;
}
