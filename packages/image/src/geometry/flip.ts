import { createUnset, checkImage, type Image, type Pixels } from "../image/image.ts";
import { mirrorRows } from "./mirrorRows.ts";

/**
 * Mirrors an image left to right: the first column becomes the last.
 *
 * @throws RangeError if the image's data does not fill its shape.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/flip_left_right
 * @example
 * ```ts
 * import { flipLeftRight } from "@tensorloom/image";
 *
 * flipLeftRight({ data: Uint8Array.of(1, 2, 3), height: 1, width: 3, channels: 1 }).data; // => Uint8Array.of(3, 2, 1)
 * ```
 */
export function flipLeftRight<P extends Pixels>(image: Image<P>): Image<P> {
  const checked = checkImage("flipLeftRight", image);
  const result = createUnset(checked, checked.height, checked.width);
  mirror(checked, result.data);
  return result;
}

/**
 * Mirrors an image left to right, in place.
 *
 * Use it for images that nothing else reads, such as a row of a batch.
 *
 * @returns The same image.
 * @throws RangeError if the image's data does not fill its shape.
 * @example
 * ```ts
 * import { flipLeftRightInPlace } from "@tensorloom/image";
 *
 * const image = { data: Uint8Array.of(1, 2, 3), height: 1, width: 3, channels: 1 };
 * flipLeftRightInPlace(image) === image; // => true
 * image.data; // => Uint8Array.of(3, 2, 1)
 * ```
 */
export function flipLeftRightInPlace<I extends Image>(image: I): I {
  const checked = checkImage<Pixels>("flipLeftRightInPlace", image);
  mirror(checked, checked.data);
  return image;
}

/** Mirrors rows of pixels; `output` may be the image's own data. */
function mirror({ data, width, channels }: Image, output: Pixels): void {
  const stride = width * channels;
  if (channels === 3 && data instanceof Uint8Array && output instanceof Uint8Array)
    if (mirrorRows(data, stride, output)) return;
  for (let start = 0; start < data.length; start += stride)
    for (
      let left = start, right = start + stride - channels;
      left <= right;
      left += channels, right -= channels
    )
      for (let c = 0; c < channels; c++)
        [output[left + c], output[right + c]] = [data[right + c], data[left + c]];
}

/**
 * Flips an image upside down: the first row becomes the last.
 *
 * @throws RangeError if the image's data does not fill its shape.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/flip_up_down
 * @example
 * ```ts
 * import { flipUpDown } from "@tensorloom/image";
 *
 * flipUpDown({ data: Uint8Array.of(1, 2, 3), height: 3, width: 1, channels: 1 }).data; // => Uint8Array.of(3, 2, 1)
 * ```
 */
export function flipUpDown<P extends Pixels>(image: Image<P>): Image<P> {
  const checked = checkImage("flipUpDown", image);
  const { data, height, width, channels } = checked;
  const result = createUnset(checked, height, width);
  const stride = width * channels;
  for (let y = 0; y < height; y++)
    result.data.set(data.subarray(y * stride, (y + 1) * stride), (height - 1 - y) * stride);
  return result;
}
