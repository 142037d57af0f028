import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { createUnset, checkImage, type Image, type Pixels } from "../image/image.ts";

/**
 * A rectangle within an image, in pixels.
 *
 * @inline
 */
export interface CropOptions {
  /** The first row kept; default 0. */
  readonly top?: number | undefined;
  /** The first column kept; default 0. */
  readonly left?: number | undefined;
  /** Rows kept. */
  readonly height: number;
  /** Columns kept. */
  readonly width: number;
}

const KNOWN: OptionKinds<CropOptions> = { top: "number", left: "number", height: "number", width: "number" };

/**
 * Crops an image to a rectangle.
 *
 * @throws RangeError if the rectangle is empty or reaches outside the image.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/crop_to_bounding_box
 * @example
 * ```ts
 * import { crop } from "@tensorloom/image";
 *
 * const image = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), height: 2, width: 3, channels: 1 };
 * crop(image, { left: 1, height: 2, width: 2 }).data; // => Uint8Array.of(2, 3, 5, 6)
 * ```
 */
export function crop<P extends Pixels>(image: Image<P>, options: CropOptions): Image<P> {
  const { top = 0, left = 0, height, width } = checkOptions("crop", options, KNOWN);
  const checked = checkImage("crop", image);
  integer("crop: top", top, 0, checked.height - 1);
  integer("crop: left", left, 0, checked.width - 1);
  integer("crop: height", height, 1, checked.height - top);
  integer("crop: width", width, 1, checked.width - left);
  const result = createUnset(checked, height, width);
  const { channels } = checked;
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * checked.width + left) * channels;
    result.data.set(checked.data.subarray(from, from + width * channels), y * width * channels);
  }
  return result;
}
