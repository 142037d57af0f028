import { checkOptions, integer } from "@tensorloom/core/internal";
import { checkImage, type Image, type Pixels } from "../image/image.ts";
import { pad } from "../geometry/pad.ts";
import { resize, RESIZE_OPTIONS, type ResizeOptions } from "./resize.ts";

/**
 * Resizes an image to fit into a size, and pads the rest.
 *
 * The aspect ratio is kept, and zeros are added equally at both ends.
 *
 * The sizes are computed in single precision, as in TensorFlow, so some are one row or column smaller than the exact
 * ones.
 *
 * @throws RangeError if a side is not an integer of at least 1, or the method is unknown.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/resize_with_pad
 * @example
 * ```ts
 * import { resizeWithPad } from "@tensorloom/image";
 *
 * const row = { data: Uint8Array.of(8, 8), height: 1, width: 2, channels: 1 };
 * resizeWithPad(row, { height: 4, width: 4 }).data; // => Uint8Array.of(0, 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8, 0, 0, 0, 0)
 * ```
 */
export function resizeWithPad<P extends Pixels>(image: Image<P>, options: ResizeOptions): Image<P> {
  const { height, width } = checkOptions("resizeWithPad", options, RESIZE_OPTIONS);
  integer("resizeWithPad: height", height, 1);
  integer("resizeWithPad: width", width, 1);
  const checked = checkImage("resizeWithPad", image);
  const ratio = Math.max(divide(checked.width, width), divide(checked.height, height));
  const [tall, wide] = [divide(checked.height, ratio), divide(checked.width, ratio)];
  // A very elongated image may become less than one pixel wide, which TensorFlow rejects.
  const fitted = { height: atLeast(1, tall), width: atLeast(1, wide) };
  const small = resize(checked, { ...options, ...fitted });
  // The margin is computed before the size is rounded down; by rounding errors the size may exceed the target.
  const [top, left] = [atLeast(0, (height - tall) / 2), atLeast(0, (width - wide) / 2)];
  return pad(small, { top, left, bottom: height - small.height - top, right: width - small.width - left });
}

/** Divides in single precision. */
const divide = (a: number, b: number): number => Math.fround(Math.fround(a) / Math.fround(b));

const atLeast = (least: number, size: number): number => Math.max(Math.floor(size), least);
