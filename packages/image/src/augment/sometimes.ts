import { callable, finite } from "@tensorloom/core/internal";
import type { Augmentation } from "./augmentation.ts";

/**
 * An augmentation that is done with a probability, and else leaves the image.
 *
 * @param probability - From 0 to 1.
 * @throws RangeError where the probability is out of range; TypeError where the augmentation is not a function.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { coarseDropout, sometimes } from "@tensorloom/image";
 *
 * const image = { data: new Uint8Array(3), height: 1, width: 1, channels: 3 };
 * sometimes(0, coarseDropout())(image, random(42)) === image; // => true
 * ```
 */
export function sometimes(probability: number, augmentation: Augmentation): Augmentation {
  finite("sometimes: probability", probability, 0, 1);
  callable("sometimes: augmentation", augmentation);
  return (image, random) => (random.uniform() < probability ? augmentation(image, random) : image);
}
