import type { Random } from "@tensorloom/core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { gaussianBlur } from "../resample/gaussianBlur.ts";
import type { Image, Pixels } from "../image/image.ts";
import { checkRange } from "./checkRange.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { pixelOnly } from "../transform/pixelOnly.ts";

/**
 * Options of {@link randomBlur}.
 *
 * @inline
 */
export interface RandomBlurOptions {
  /** The smallest and largest standard deviation, in pixels. */
  readonly sigma: readonly [least: number, most: number];
}

const KNOWN: OptionKinds<RandomBlurOptions> = { sigma: "object" };

/**
 * Applies a Gaussian blur whose standard deviation is random.
 *
 * The deviation is uniform in a range.
 *
 * @throws RangeError if the range is negative or reversed.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomApply, randomBlur } from "@tensorloom/image";
 *
 * const augment = randomApply(0.5, randomBlur({ sigma: [0.5, 2] }));
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * augment(image, random(42)).width; // => 64
 * ```
 */
export function randomBlur(options: RandomBlurOptions): Augmentation {
  const [least, most] = checkRange("randomBlur: sigma", checkOptions("randomBlur", options, KNOWN).sigma);
  finite("randomBlur: sigma[1]", most, finite("randomBlur: sigma[0]", least, 0));
  return pixelOnly(<P extends Pixels>(image: Image<P>, random: Random) =>
    gaussianBlur(image, least + (most - least) * random.uniform()),
  );
}
