import { callable } from "@tensorloom/core/internal";
import type { Augmentation } from "./augmentation.ts";
import { withSample } from "./change.ts";

/**
 * Marks a function as an augmentation that leaves every pixel at its place.
 *
 * Use it to turn an operation into an augmentation. {@link augmentTogether} applies it to the image and leaves mask,
 * boxes and points unchanged; it refuses functions that are not marked, because they may move pixels.
 *
 * @param change - Changes values only: not the size, and not the places of pixels.
 * @throws TypeError if it is not a function.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { pixelOnly, posterize } from "@tensorloom/image";
 *
 * const augment = pixelOnly((image, dice) => posterize(image, 4 + dice.integer(4))); // 4 to 7 bits
 * augment({ data: Uint8Array.of(255), height: 1, width: 1, channels: 1 }, random(42)).data[0] >= 240; // => true
 * ```
 */
export function pixelOnly(change: Augmentation): Augmentation {
  callable("pixelOnly: change", change);
  return withSample(
    (image, random) => change(image, random),
    (sample, random) => ({ ...sample, image: change(sample.image, random) }),
  );
}
