import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { checkRange } from "../augment/checkRange.ts";
import { motionBlur } from "../blur/motionBlur.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { pixelOnly } from "../transform/pixelOnly.ts";

/**
 * Options of {@link randomMotionBlur}.
 *
 * @inline
 */
export interface RandomMotionBlurOptions {
  /** The shortest and longest movement in pixels, from 1 to 255. */
  readonly length: readonly [least: number, most: number];
}

const KNOWN: OptionKinds<RandomMotionBlurOptions> = { length: "object" };

/**
 * Blurs an image along a line of random length and direction.
 *
 * The length is uniform in a range, and the direction in all angles.
 *
 * @throws RangeError if the range is not within 1..255 or reversed.
 * @see {@link motionBlur}
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomApply, randomMotionBlur } from "@tensorloom/image";
 *
 * const augment = randomApply(0.3, randomMotionBlur({ length: [3, 9] }));
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * augment(image, random(42)).width; // => 64
 * ```
 */
export function randomMotionBlur(options: RandomMotionBlurOptions): Augmentation {
  const { length } = checkOptions("randomMotionBlur", options, KNOWN);
  const [least, most] = checkRange("randomMotionBlur: length", length);
  finite("randomMotionBlur: length[1]", most, finite("randomMotionBlur: length[0]", least, 1, 255), 255);
  return pixelOnly((image, random) =>
    motionBlur(image, {
      length: least + (most - least) * random.uniform(),
      angleDegrees: 180 * random.uniform(),
    }),
  );
}
