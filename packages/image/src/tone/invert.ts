import { checkImage, countColorChannels, createLike, type Image, type Pixels } from "../image/image.ts";
import { checkUnitRange } from "../image/unitRange.ts";
import { asKindOf, copyAlpha, hasBytes, lookUp } from "./levelTables.ts";

/**
 * Inverts colours: a level becomes `255 - level`, a float `1 - value`.
 *
 * Alpha is unchanged.
 *
 * @throws RangeError if floats are in 0..255.
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.invert
 * @example
 * ```ts
 * import { invert } from "@tensorloom/image";
 *
 * invert({ data: Uint8Array.of(0, 100, 255), height: 1, width: 3, channels: 1 }).data; // => Uint8Array.of(255, 155, 0)
 * ```
 */
export function invert<P extends Pixels>(image: Image<P>): Image<P> {
  const checked = checkUnitRange("invert", checkImage("invert", image));
  const { data, height, width, channels } = checked;
  if (hasBytes(checked)) return asKindOf(image, lookUp(checked, [INVERTED]));
  const result = createLike(checked, height, width);
  const colors = countColorChannels(checked);
  for (let at = 0; at < data.length; at += channels)
    for (let i = at; i < at + colors; i++) result.data[i] = 1 - data[i];
  copyAlpha(checked, colors, result.data);
  return result;
}

const INVERTED = Uint8Array.from({ length: 256 }, (_, level) => 255 - level);
