import { toFloat, toUint8 } from "../image/convert.ts";
import { checkImage, type Image, type Pixels } from "../image/image.ts";
import { asKindOf, countLevels, hasBytes, lookUp } from "./levelTables.ts";

/**
 * Equalizes the histogram of each colour channel; alpha is unchanged.
 *
 * Afterwards, all levels are about equally frequent. The table of a channel is that of Pillow: the count of lower
 * levels divided by `(pixels - count of the highest level) / 255`. Floats are converted to bytes and back.
 *
 * @throws RangeError if floats are in 0..255.
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.equalize
 * @example
 * ```ts
 * import { equalize } from "@tensorloom/image";
 *
 * const data = Uint8Array.from({ length: 1024 }, (_, i) => 100 + (i % 4)); // four dark levels
 * equalize({ data, height: 32, width: 32, channels: 1 }).data.slice(0, 4); // => Uint8Array.of(0, 85, 171, 255)
 * ```
 */
export function equalize<P extends Pixels>(image: Image<P>): Image<P> {
  const checked = checkImage("equalize", image);
  if (hasBytes(checked)) return asKindOf(image, lookUp(checked, countLevels(checked).map(equalizingTable)));
  return asKindOf(image, toFloat(equalize(toUint8(checked))));
}

/** The table of `ImageOps.equalize` of Pillow, in whole numbers. */
function equalizingTable(counts: Int32Array): Uint8Array {
  const last = counts.findLast((count) => count > 0) ?? 0;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const step = Math.floor((total - last) / 255);
  const table = new Uint8ClampedArray(256);
  let below = Math.floor(step / 2);
  for (let level = 0; level < 256; level++) {
    table[level] = step === 0 ? level : Math.floor(below / step);
    below += counts[level];
  }
  return new Uint8Array(table.buffer);
}
