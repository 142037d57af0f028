import { callable, integer } from "@tensorloom/core/internal";
import type { Augmentation } from "../transform/augmentation.ts";
import { withChildren } from "../transform/change.ts";

/**
 * Applies one of several augmentations, all equally probable.
 *
 * @throws RangeError if the list is empty; TypeError if one is not a function.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomBlur, randomChoice, randomNoise } from "@tensorloom/image";
 *
 * const augment = randomChoice(randomBlur({ sigma: [1, 2] }), randomNoise({ deviation: [0.01, 0.05] }));
 * const image = { data: new Uint8Array(3), height: 1, width: 1, channels: 3 };
 * augment(image, random(42)).width; // => 1
 * ```
 */
export function randomChoice(...augmentations: readonly Augmentation[]): Augmentation {
  integer("randomChoice: augmentations", augmentations.length, 1);
  for (const one of augmentations) callable("randomChoice: augmentation", one);
  return withChildren(augmentations, (apply, subject, random) =>
    apply(random.integer(augmentations.length), subject, random),
  );
}
