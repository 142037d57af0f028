import type { Random } from "@tensorloom/core";
import { checkOptions, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { checkRange } from "../augment/checkRange.ts";
import { toFloat, toUint8 } from "../image/convert.ts";
import { dropAlpha } from "../image/dropAlpha.ts";
import { checkImage, copyImage, formatShape, type Image, type Pixels } from "../image/image.ts";
import { recodeJpeg } from "../jpeg/recode/recodeJpeg.ts";
import { asKindOf, hasBytes } from "../tone/levelTables.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { pixelOnly } from "../transform/pixelOnly.ts";

/**
 * Options of {@link randomJpeg}.
 *
 * @inline
 */
export interface RandomJpegOptions {
  /** The lowest and highest quality, whole numbers from 1 to 100. */
  readonly quality: readonly [least: number, most: number];
  /** Chroma at full resolution (`"444"`) or half (`"420"`); default `"420"`. */
  readonly subsampling?: "420" | "444" | undefined;
}

const KNOWN: OptionKinds<RandomJpegOptions> = { quality: "object", subsampling: "string" };

/**
 * Encodes an image as JPEG at a random quality, and decodes it again.
 *
 * The result has the blocks and rings of a photograph that was saved often, or small. The coders are the portable
 * ones, so that the result is the same on every machine. Alpha is unchanged. Floats are converted to bytes and back.
 *
 * @throws RangeError if the range is not of whole numbers from 1 to 100, or reversed; when it is applied, if the image
 * does not have 1 to 4 channels.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomJpeg } from "@tensorloom/image";
 *
 * const augment = randomJpeg({ quality: [40, 90] });
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * augment(image, random(42, 0, 7)).width; // => 64
 * ```
 */
export function randomJpeg(options: RandomJpegOptions): Augmentation {
  const { quality, subsampling = "420" } = checkOptions("randomJpeg", options, KNOWN);
  const [least, most] = checkRange("randomJpeg: quality", quality);
  integer("randomJpeg: quality[1]", most, integer("randomJpeg: quality[0]", least, 1, 100), 100);
  oneOf("randomJpeg: subsampling", subsampling, ["420", "444"]);
  return pixelOnly(<P extends Pixels>(image: Image<P>, random: Random) => {
    const checked = checkImage("randomJpeg", image);
    if (checked.channels > 4)
      throw new RangeError(`randomJpeg: image must have 1 to 4 channels, got ${formatShape(checked)}`);
    const drawn = least + random.integer(most - least + 1);
    const recoded = recode(toUint8(checked), drawn, subsampling);
    return asKindOf(image, hasBytes(checked) ? recoded : toFloat(recoded));
  });
}

/** Encodes and decodes the colours of an image. */
function recode(image: Image<Uint8Array>, quality: number, subsampling: "420" | "444"): Image<Uint8Array> {
  const { channels } = image;
  const opaque = channels % 2 === 0 ? dropAlpha(image) : image;
  const colors = opaque.channels;
  const recoded = recodeJpeg(opaque, quality, subsampling);
  if (colors === channels) return recoded;
  const result = copyImage(image);
  for (let i = 0, to = 0; i < recoded.data.length; i += colors, to += channels)
    for (let c = 0; c < colors; c++) result.data[to + c] = recoded.data[i + c];
  return result;
}
