import { callable } from "@tensorloom/core/internal";
import type { Augmentation } from "../transform/augmentation.ts";
import { withChildren } from "../transform/change.ts";

/**
 * Applies augmentations in order.
 *
 * Each step has its own random stream: a change to one step does not change the next one. One number is drawn from
 * `random` per image, so several images may share it.
 *
 * @throws TypeError if a step is not a function.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { colorJitter, compose, randomFlipLeftRight } from "@tensorloom/image";
 *
 * const augment = compose(randomFlipLeftRight(), colorJitter({ brightness: 0.1, saturation: [0.7, 1.3] }));
 * const image = { data: new Uint8Array(3).fill(9), height: 1, width: 1, channels: 3 };
 * augment(image, random(42, 0, 7)).channels; // => 3
 * ```
 */
export function compose(...steps: readonly Augmentation[]): Augmentation {
  for (const step of steps) callable("compose: step", step);
  return withChildren(steps, (apply, subject, random) => {
    const own = random.fork(random.integer(Number.MAX_SAFE_INTEGER)); // a new stream for each image
    return steps.reduce((changed, _, place) => apply(place, changed, own.fork(place)), subject);
  });
}
