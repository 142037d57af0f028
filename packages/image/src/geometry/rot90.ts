import { integer } from "@tensorloom/core/internal";
import { flipLeftRight, flipUpDown } from "./flip.ts";
import { checkImage, copyImage, createUnset, type Image, type Pixels } from "../image/image.ts";
import { transpose } from "./transpose.ts";
import { transposeRgb } from "./transposeRgb.ts";

/**
 * Rotates an image counterclockwise by quarter turns.
 *
 * @param quarters - The number of quarter turns; negative numbers rotate clockwise. Default 1.
 * @throws RangeError if `quarters` is not an integer.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/rot90
 * @example
 * ```ts
 * import { rot90 } from "@tensorloom/image";
 *
 * const row = { data: Uint8Array.of(1, 2, 3), height: 1, width: 3, channels: 1 };
 * rot90(row).data; // => Uint8Array.of(3, 2, 1)
 * rot90(row).height; // => 3
 * ```
 */
export function rot90<P extends Pixels>(image: Image<P>, quarters = 1): Image<P> {
  const checked = checkImage("rot90", image);
  const turns = ((integer("rot90: quarters", quarters) % 4) + 4) % 4;
  if (turns === 0) return copyImage(checked);
  if (turns === 2) return flipUpDown(flipLeftRight(checked));
  const { data, height, width } = checked;
  const result = createUnset(checked, width, height);
  if (transposeRgb(data, height, width, result.data, { rows: turns === 1, columns: turns === 3 }))
    return result;
  return turns === 1 ? flipUpDown(transpose(checked)) : flipLeftRight(transpose(checked));
}
