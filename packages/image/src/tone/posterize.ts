import { integer } from "@tensorloom/core/internal";
import { checkImage, copyImage, countColorChannels, type Image, type Pixels } from "../image/image.ts";
import { checkUnitRange } from "../image/unitRange.ts";
import { asKindOf, hasBytes, lookUp } from "./levelTables.ts";

/**
 * Keeps the upper bits of every colour value; alpha is unchanged.
 *
 * A byte keeps its `bits` upper bits, as in Pillow. A float becomes the largest multiple of `1 / 2 ** bits` that is
 * not above it, and at most `1 - 1 / 2 ** bits`, as in torchvision.
 *
 * @param bits - From 0 to 8. For bytes, 8 changes nothing; 0 is black.
 * @throws RangeError if `bits` is out of range, or floats are in 0..255.
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.posterize
 * @example
 * ```ts
 * import { posterize } from "@tensorloom/image";
 *
 * posterize({ data: Uint8Array.of(50, 130, 255), height: 1, width: 3, channels: 1 }, 2).data; // => Uint8Array.of(0, 128, 192)
 * ```
 */
export function posterize<P extends Pixels>(image: Image<P>, bits: number): Image<P> {
  const checked = checkUnitRange("posterize", checkImage("posterize", image));
  integer("posterize: bits", bits, 0, 8);
  const mask = (0xff << (8 - bits)) & 0xff;
  if (hasBytes(checked)) {
    const table = Uint8Array.from({ length: 256 }, (_, level) => level & mask);
    return asKindOf(image, lookUp(checked, [table]));
  }
  const levels = 2 ** bits;
  const result = copyImage(checked);
  const { data, channels } = result;
  const colors = countColorChannels(checked);
  for (let at = 0; at < data.length; at += channels)
    for (let i = at; i < at + colors; i++)
      data[i] = Math.min(Math.max(Math.floor(data[i] * levels), 0), levels - 1) / levels;
  return result;
}
