import type { Random } from "@tensorloom/core";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { createLike, checkImage, countColorChannels, type Image, type Pixels } from "../image/image.ts";
import { checkRange } from "./checkRange.ts";
import { checkUnitRange, checkUnitAmount } from "../image/unitRange.ts";
import { addNoiseToBytes, addNoiseToFloats } from "../noise/addNoise.ts";
import { copyAlpha } from "../tone/levelTables.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { pixelOnly } from "../transform/pixelOnly.ts";

/**
 * Options of {@link randomNoise}.
 *
 * @inline
 */
export interface RandomNoiseOptions {
  /**
   * The smallest and largest standard deviation, from 0 to 1.
   *
   * The unit is the same for bytes: 0.1 is 25.5 levels.
   */
  readonly deviation: readonly [least: number, most: number];
}

const KNOWN: OptionKinds<RandomNoiseOptions> = { deviation: "object" };

/**
 * Adds Gaussian noise to every colour value.
 *
 * The standard deviation is uniform in a range.
 *
 * Bytes are rounded and clipped to 0..255; floats are not clipped. Alpha is unchanged.
 *
 * @throws RangeError if the range is not within 0..1 or reversed; when it is applied, if floats are in 0..255.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomNoise } from "@tensorloom/image";
 *
 * const gray = { data: new Uint8Array(64).fill(128), height: 8, width: 8, channels: 1 };
 * new Set(randomNoise({ deviation: [0.05, 0.05] })(gray, random(42)).data).size > 1; // => true
 * ```
 */
export function randomNoise(options: RandomNoiseOptions): Augmentation {
  const [least, most] = checkRange(
    "randomNoise: deviation",
    checkOptions("randomNoise", options, KNOWN).deviation,
  );
  checkUnitAmount("randomNoise: deviation[1]", most, checkUnitAmount("randomNoise: deviation[0]", least, 0));
  return pixelOnly(<P extends Pixels>(image: Image<P>, random: Random) => {
    const checked = checkUnitRange("randomNoise", checkImage("randomNoise", image));
    const { data, height, width } = checked;
    const colors = countColorChannels(checked);
    const bytes = data instanceof Uint8Array;
    const strength = (least + (most - least) * random.uniform()) * (bytes ? 255 : 1);
    const result = createLike(checked, height, width);
    const { data: made }: Image = result; // of the type of `data`
    const seed = random.integer(2 ** 32);
    if (bytes) addNoiseToBytes(data, strength, seed, new Uint8ClampedArray(made.buffer));
    else if (made instanceof Float32Array) addNoiseToFloats(data, strength, seed, made);
    copyAlpha(checked, colors, made);
    return result;
  });
}
