import { callable, finite } from "@tensorloom/core/internal";
import type { Augmentation } from "../transform/augmentation.ts";
import { withChildren } from "../transform/change.ts";

/**
 * Applies an augmentation with a probability; otherwise returns the image itself.
 *
 * @param probability - From 0 to 1.
 * @throws RangeError if the probability is out of range; TypeError if the augmentation is not a function.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { coarseDropout, randomApply } from "@tensorloom/image";
 *
 * const image = { data: new Uint8Array(3), height: 1, width: 1, channels: 3 };
 * randomApply(0, coarseDropout())(image, random(42)) === image; // => true
 * ```
 */
export function randomApply(probability: number, augmentation: Augmentation): Augmentation {
  finite("randomApply: probability", probability, 0, 1);
  callable("randomApply: augmentation", augmentation);
  return withChildren([augmentation], (apply, subject, random) =>
    random.uniform() < probability ? apply(0, subject, random) : subject,
  );
}
