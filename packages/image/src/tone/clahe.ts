import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { toFloat, toUint8 } from "../image/convert.ts";
import { checkImage, copyImage, formatShape, type Image, type Pixels } from "../image/image.ts";
import { equalizeTiles } from "./equalizeTiles.ts";
import { lightnessOf, setLightness } from "./lightness.ts";
import { asKindOf, hasBytes } from "./levelTables.ts";

/**
 * Options of {@link clahe}.
 *
 * @inline
 */
export interface ClaheOptions {
  /**
   * How often a level may occur in a tile, relative to a flat histogram, before it is clipped; default 4.
   *
   * It is at least 1. More contrast remains if it is higher.
   */
  readonly clipLimit?: number | undefined;
  /** The number of tiles across and down, from 1 to 64; default 8. */
  readonly tiles?: number | undefined;
}

const KNOWN: OptionKinds<ClaheOptions> = { clipLimit: "number", tiles: "number" };

/**
 * Equalizes contrast locally, and limits it (CLAHE).
 *
 * The histogram of each tile is clipped and equalized, and pixels between the centres of tiles are interpolated. Gray
 * equals OpenCV's `createCLAHE`. Of RGB, the lightness of CIE L*a*b* is equalized, as in albumentations, and the hue
 * stays. Alpha is unchanged. Floats are converted to bytes and back.
 *
 * @throws RangeError if an option is out of range, the image does not have 1 to 4 channels, or floats are in 0..255.
 * @see Zuiderveld 1994, Contrast Limited Adaptive Histogram Equalization
 * @see https://docs.opencv.org/4.x/d6/db6/classcv_1_1CLAHE.html
 * @example
 * ```ts
 * import { clahe } from "@tensorloom/image";
 *
 * const data = Uint8Array.from({ length: 64 * 64 }, (_, i) => 100 + (i % 8)); // a dull image
 * const { data: clear } = clahe({ data, height: 64, width: 64, channels: 1 }, { clipLimit: 40 });
 * Math.max(...clear) - Math.min(...clear) > 100; // => true
 * ```
 */
export function clahe<P extends Pixels>(image: Image<P>, options: ClaheOptions = {}): Image<P> {
  const { clipLimit = 4, tiles = 8 } = checkOptions("clahe", options, KNOWN);
  finite("clahe: clipLimit", clipLimit, 1);
  integer("clahe: tiles", tiles, 1, 64);
  const checked = checkImage("clahe", image);
  const { channels } = checked;
  if (channels > 4)
    throw new RangeError(`clahe: image must have 1 to 4 channels, got ${formatShape(checked)}`);
  if (!hasBytes(checked)) return asKindOf(image, toFloat(clahe(toUint8(checked), options)));
  if (channels >= 3) {
    const lightness = lightnessOf(checked);
    return asKindOf(image, setLightness(checked, lightness, equalizeTiles(lightness, clipLimit, tiles)));
  }
  if (channels === 1) return asKindOf(image, equalizeTiles(checked, clipLimit, tiles));
  const gray = { ...checked, data: new Uint8Array(checked.data.length / 2), channels: 1 };
  for (let i = 0; i < gray.data.length; i++) gray.data[i] = checked.data[2 * i];
  const equalized = equalizeTiles(gray, clipLimit, tiles).data;
  const result = copyImage(checked);
  for (let i = 0; i < equalized.length; i++) result.data[2 * i] = equalized[i];
  return asKindOf(image, result);
}
