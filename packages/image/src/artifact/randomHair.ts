import type { Random } from "@tensorloom/core";
import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { checkRange } from "../augment/checkRange.ts";
import { checkImage, copyImage, type Image, type Pixels } from "../image/image.ts";
import { checkUnitRange } from "../image/unitRange.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { pixelOnly } from "../transform/pixelOnly.ts";
import { drawHair } from "./drawHair.ts";

/**
 * Options of {@link randomHair}.
 *
 * @inline
 */
export interface RandomHairOptions {
  /** The smallest and largest number of hairs, whole numbers; default `[1, 8]`. */
  readonly hairs?: readonly [least: number, most: number] | undefined;
  /** The smallest and largest thickness in pixels, from 0.1 to 100; default `[1, 2.5]`. */
  readonly thickness?: readonly [least: number, most: number] | undefined;
}

const KNOWN: OptionKinds<RandomHairOptions> = { hairs: "object", thickness: "object" };

/**
 * Draws dark hairs across an image.
 *
 * A hair is an arc that tapers to its tip, from 0.4 to 1.2 times as long as the longer side, black to brown. Use it for
 * pictures of skin, so that a classifier does not learn from hairs. Alpha is unchanged.
 *
 * @throws RangeError if an option is out of range; when it is applied, if floats are in 0..255.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomApply, randomHair } from "@tensorloom/image";
 *
 * const augment = randomApply(0.5, randomHair({ hairs: [1, 12], thickness: [1, 3] }));
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * augment(image, random(42)).width; // => 64
 * ```
 */
export function randomHair(options: RandomHairOptions = {}): Augmentation {
  const { hairs = [1, 8], thickness = [1, 2.5] } = checkOptions("randomHair", options, KNOWN);
  const [fewest, most] = checkRange("randomHair: hairs", hairs);
  integer("randomHair: hairs[1]", most, integer("randomHair: hairs[0]", fewest, 0), 10_000);
  const [thin, thick] = checkRange("randomHair: thickness", thickness);
  finite("randomHair: thickness[1]", thick, finite("randomHair: thickness[0]", thin, 0.1, 100), 100);
  return pixelOnly(<P extends Pixels>(image: Image<P>, random: Random) => {
    const result = copyImage(checkUnitRange("randomHair", checkImage("randomHair", image)));
    const cover = new Float32Array(result.height * result.width);
    const count = fewest + random.integer(most - fewest + 1);
    for (let hair = 0; hair < count; hair++) {
      const width = thin + (thick - thin) * random.uniform();
      drawHair(result, width, cover, random);
    }
    return result;
  });
}
