import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { createLike, checkImage, type Image, type Pixels } from "../image/image.ts";

/**
 * Pixels to add on each side, 0 by default, and their value.
 *
 * @inline
 */
export interface PadOptions {
  readonly top?: number | undefined;
  readonly bottom?: number | undefined;
  readonly left?: number | undefined;
  readonly right?: number | undefined;
  /** The value of every channel of the new pixels; default 0. Bytes take 0..255. */
  readonly value?: number | undefined;
}

const KNOWN: OptionKinds<PadOptions> = {
  top: "number",
  bottom: "number",
  left: "number",
  right: "number",
  value: "number",
};

/**
 * Pads an image with a constant value.
 *
 * @throws RangeError if a margin is not an integer of at least 0, or a byte image's value does not fit a byte.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/pad_to_bounding_box
 * @example
 * ```ts
 * import { pad } from "@tensorloom/image";
 *
 * pad({ data: Uint8Array.of(7), height: 1, width: 1, channels: 1 }, { left: 1, bottom: 1 }).data; // => Uint8Array.of(0, 7, 0, 0)
 * ```
 */
export function pad<P extends Pixels>(image: Image<P>, options: PadOptions): Image<P> {
  const { top = 0, bottom = 0, left = 0, right = 0, value = 0 } = checkOptions("pad", options, KNOWN);
  const checked = checkImage("pad", image);
  for (const [side, size] of Object.entries({ top, bottom, left, right })) integer(`pad: ${side}`, size, 0);
  if (checked.data instanceof Uint8Array) integer("pad: value", value, 0, 255);
  else finite("pad: value", value);
  const width = left + checked.width + right;
  const result = createLike(checked, top + checked.height + bottom, width);
  if (value !== 0) result.data.fill(value);
  const stride = checked.width * checked.channels;
  for (let y = 0; y < checked.height; y++) {
    const row = checked.data.subarray(y * stride, (y + 1) * stride);
    result.data.set(row, ((top + y) * width + left) * checked.channels);
  }
  return result;
}
