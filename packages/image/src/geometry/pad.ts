import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { createLike, checkImage, type Image, type Pixels } from "../image/image.ts";
import { checkOutside, mapAxis, type OutsideFill } from "../warp/border.ts";

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
  /**
   * What the new pixels are, instead of a value; the words are those of `warpAffine`.
   *
   * They are the nearest edge pixel (`"edge"`, or `"nearest"`), the image reflected with its edge (`"reflect"`) or
   * without (`"mirror"`), the image again (`"wrap"`), or a value. NumPy and torchvision call `"reflect"` symmetric and
   * `"mirror"` reflect.
   */
  readonly outside?: OutsideFill | undefined;
}

const KNOWN: OptionKinds<PadOptions> = {
  top: "number",
  bottom: "number",
  left: "number",
  right: "number",
  value: "number",
  outside: "any",
};

/**
 * Pads an image with a value, its edge, its reflection or itself.
 *
 * @throws RangeError if a margin is not an integer of at least 0, a byte image's value does not fit a byte, or both
 *   `value` and `outside` are set.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/pad_to_bounding_box;
 *   https://numpy.org/doc/stable/reference/generated/numpy.pad.html
 * @example
 * ```ts
 * import { pad } from "@tensorloom/image";
 *
 * const row = { data: Uint8Array.of(7, 8, 9), height: 1, width: 3, channels: 1 };
 * pad(row, { left: 1, right: 2 }).data; // => Uint8Array.of(0, 7, 8, 9, 0, 0)
 * pad(row, { left: 1, right: 2, outside: "mirror" }).data; // => Uint8Array.of(8, 7, 8, 9, 8, 7)
 * ```
 */
export function pad<P extends Pixels>(image: Image<P>, options: PadOptions): Image<P> {
  const { top = 0, bottom = 0, left = 0, right = 0, value, outside } = checkOptions("pad", options, KNOWN);
  const checked = checkImage("pad", image);
  for (const [side, size] of Object.entries({ top, bottom, left, right })) integer(`pad: ${side}`, size, 0);
  if (value !== undefined && outside !== undefined)
    throw new RangeError("pad: set value or outside, not both");
  const fill = outside === undefined ? (value ?? 0) : checkOutside("pad", outside);
  const { height, width, channels } = checked;
  const result = createLike(checked, top + height + bottom, left + width + right);
  if (typeof fill === "string") {
    const [rows, columns] = [mapAxis(fill, height, top, bottom), mapAxis(fill, width, left, right)];
    takePixels(checked, rows, columns, result.data);
    return result;
  }
  const name = outside === undefined ? "pad: value" : "pad: outside";
  if (checked.data instanceof Uint8Array) integer(name, fill, 0, 255);
  else finite(name, fill);
  if (fill !== 0) result.data.fill(fill);
  const stride = width * channels;
  for (let y = 0; y < height; y++) {
    const row = checked.data.subarray(y * stride, (y + 1) * stride);
    result.data.set(row, ((top + y) * result.width + left) * channels);
  }
  return result;
}

/** Writes the pixels at the crossings of rows and columns. */
function takePixels(
  { data, width, channels }: Image,
  rows: Int32Array,
  columns: Int32Array,
  output: Pixels,
): void {
  let to = 0;
  for (const row of rows)
    for (const column of columns)
      for (let k = 0, from = (row * width + column) * channels; k < channels; k++)
        output[to++] = data[from++];
}
