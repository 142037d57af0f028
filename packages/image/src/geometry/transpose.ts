import { transposePixels } from "./transposePixels.ts";
import { transposeRgb } from "./transposeRgb.ts";
import { createUnset, checkImage, type Image, type Pixels } from "../image/image.ts";

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
  const result = createUnset(checked, width, height);
  if (!transposeRgb(data, height, width, result.data))
    transposePixels(data, height, width, channels, result.data);
  return result;
}
