import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { crop } from "./crop.ts";
import { checkImage, type Image, type Pixels } from "../image/image.ts";
import { checkOutside, type OutsideFill } from "../warp/border.ts";
import { pad } from "./pad.ts";

/**
 * The size of the result, in pixels.
 *
 * @inline
 */
export interface CropOrPadOptions {
  readonly height: number;
  readonly width: number;
  /** The value of new pixels; default 0. */
  readonly value?: number | undefined;
  /** What new pixels are, instead of a value, as in `pad`: `"reflect"` or `"edge"`. */
  readonly outside?: OutsideFill | undefined;
}

const KNOWN: OptionKinds<CropOrPadOptions> = {
  height: "number",
  width: "number",
  value: "number",
  outside: "any",
};

/**
 * Crops or pads an image to a size, without scaling.
 *
 * Both sides are cropped or padded around the centre.
 *
 * If the difference is odd, the smaller half is at the top or left.
 *
 * @throws RangeError if a side is not an integer of at least 1.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/resize_with_crop_or_pad
 * @example
 * ```ts
 * import { cropOrPad } from "@tensorloom/image";
 *
 * const row = { data: Uint8Array.of(1, 2, 3), height: 1, width: 3, channels: 1 };
 * cropOrPad(row, { height: 2, width: 1 }).data; // => Uint8Array.of(2, 0)
 * ```
 */
export function cropOrPad<P extends Pixels>(image: Image<P>, options: CropOrPadOptions): Image<P> {
  const { height, width, value, outside } = checkOptions("cropOrPad", options, KNOWN);
  const checked = checkImage("cropOrPad", image);
  integer("cropOrPad: height", height, 1);
  integer("cropOrPad: width", width, 1);
  if (value !== undefined) finite("cropOrPad: value", value);
  if (outside !== undefined) checkOutside("cropOrPad", outside);
  const kept = crop(checked, {
    top: half(checked.height - height),
    left: half(checked.width - width),
    height: Math.min(height, checked.height),
    width: Math.min(width, checked.width),
  });
  const [top, left] = [half(height - kept.height), half(width - kept.width)];
  const [bottom, right] = [height - kept.height - top, width - kept.width - left];
  return pad(kept, { top, bottom, left, right, value, outside });
}

const half = (difference: number): number => Math.max(Math.floor(difference / 2), 0);
