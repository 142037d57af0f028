import { checkImage, copyImage, countColorChannels, type Image, type Pixels } from "../image/image.ts";
import { checkUnitAmount, checkUnitRange } from "../image/unitRange.ts";
import { asKindOf, hasBytes, lookUp } from "./levelTables.ts";

/** A threshold is a multiple of 1 / 255, and its product with 255 is not always whole. */
const ROUNDING = 1e-9;

/**
 * Inverts the colour values from a threshold on; alpha is unchanged.
 *
 * @param threshold - From 0 to 1, also for bytes: 0.5 is level 127.5. 0 inverts every value; 1 only white.
 * @throws RangeError if the threshold is out of range, or floats are in 0..255.
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.solarize
 * @example
 * ```ts
 * import { solarize } from "@tensorloom/image";
 *
 * const row = { data: Uint8Array.of(50, 127, 128, 200), height: 1, width: 4, channels: 1 };
 * solarize(row, 128 / 255).data; // => Uint8Array.of(50, 127, 127, 55)
 * ```
 */
export function solarize<P extends Pixels>(image: Image<P>, threshold: number): Image<P> {
  const checked = checkUnitRange("solarize", checkImage("solarize", image));
  checkUnitAmount("solarize: threshold", threshold, 0);
  if (hasBytes(checked)) return asKindOf(image, solarizeFrom(checked, threshold * 255 - ROUNDING));
  const result = copyImage(checked);
  const { data, channels } = result;
  const colors = countColorChannels(checked);
  for (let at = 0; at < data.length; at += channels)
    for (let i = at; i < at + colors; i++) if (data[i] >= threshold) data[i] = 1 - data[i];
  return result;
}

/** Inverts the bytes of at least a level, which may be above 255. */
function solarizeFrom(image: Image<Uint8Array>, least: number): Image<Uint8Array> {
  return lookUp(image, [Uint8Array.from({ length: 256 }, (_, at) => (at < least ? at : 255 - at))]);
}
