import { checkImage, type Image, type Pixels } from "./image.ts";
import { pad } from "./pad.ts";
import { resize, type ResizeOptions } from "./resize.ts";

/**
 * Resizes an image to fit into a size, keeping its aspect ratio, and pads the rest with zeros, half on either end.
 *
 * @throws RangeError where a side is not an integer of at least 1, or the method is unknown.
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
  checkImage("resizeWithPad", image);
  const { height, width } = options;
  const ratio = Math.max(image.height / height, image.width / width);
  const [tall, wide] = [image.height / ratio, image.width / ratio];
  // An image much longer than it is wide may come to less than one pixel across.
  const fitted = { height: Math.max(Math.floor(tall), 1), width: Math.max(Math.floor(wide), 1) };
  const small = resize(image, { ...options, ...fitted });
  // TensorFlow takes the margin from the size before it is rounded down.
  const [top, left] = [Math.floor((height - tall) / 2), Math.floor((width - wide) / 2)];
  return pad(small, { top, left, bottom: height - small.height - top, right: width - small.width - left });
}
