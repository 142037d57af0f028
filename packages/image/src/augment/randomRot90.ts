import type { Augmentation } from "../transform/augmentation.ts";
import { drawnAugmentation } from "../transform/change.ts";
import { rotation } from "../transform/movements.ts";

/**
 * Rotates an image by a random number of quarter turns.
 *
 * Together with a flip, it produces all eight orientations of a square image.
 *
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { compose, randomFlipLeftRight, randomRot90 } from "@tensorloom/image";
 *
 * const augment = compose(randomRot90(), randomFlipLeftRight());
 * augment({ data: new Uint8Array(3), height: 1, width: 1, channels: 3 }, random(42)).width; // => 1
 * ```
 */
export function randomRot90(): Augmentation {
  return drawnAugmentation((image, random) => rotation(image, random.integer(4)));
}
