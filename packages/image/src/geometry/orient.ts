import { integer } from "@tensorloom/core/internal";
import { flipLeftRight, flipUpDown } from "./flip.ts";
import { checkImage, copyImage, type Image, type Pixels } from "../image/image.ts";
import { rot90 } from "./rot90.ts";
import { transpose } from "./transpose.ts";

/**
 * The operation that makes an image of each orientation upright (EXIF 2.32, 4.6.4).
 *
 * The comments name the sides of the picture that row 0 and column 0 show.
 */
const UPRIGHT: readonly (<P extends Pixels>(image: Image<P>) => Image<P>)[] = [
  copyImage, // 1: top, left
  flipLeftRight, // 2: top, right
  (image) => rot90(image, 2), // 3: bottom, right
  flipUpDown, // 4: bottom, left
  transpose, // 5: left, top
  (image) => rot90(image, -1), // 6: right, top
  (image) => rot90(transpose(image), 2), // 7: right, bottom
  (image) => rot90(image, 1), // 8: left, bottom
];

/**
 * Rotates and flips an image upright, by its EXIF orientation.
 *
 * @param orientation - From 1 to 8, as {@link exifOrientation} reads it.
 * @throws RangeError if the orientation is out of range.
 * @see CIPA DC-008, EXIF 2.32, 4.6.4
 * @example
 * ```ts
 * import { orient } from "@tensorloom/image";
 *
 * const row = { data: Uint8Array.of(1, 2, 3), height: 1, width: 3, channels: 1 };
 * orient(row, 2).data; // => Uint8Array.of(3, 2, 1)
 * orient(row, 6).height; // => 3
 * ```
 */
export function orient<P extends Pixels>(image: Image<P>, orientation: number): Image<P> {
  const checked = checkImage("orient", image);
  return UPRIGHT[integer("orient: orientation", orientation, 1, 8) - 1](checked);
}
