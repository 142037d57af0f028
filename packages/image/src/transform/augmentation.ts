import type { Random } from "@tensorloom/core";
import type { Image, Pixels } from "../image/image.ts";

/**
 * A random change of an image; the random generator is an argument.
 *
 * The same generator state makes the same change: in any order, on any worker, and after a resume.
 *
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomFlipLeftRight, type Augmentation } from "@tensorloom/image";
 *
 * const augment: Augmentation = randomFlipLeftRight();
 * const image = { data: Uint8Array.of(1, 2), height: 1, width: 2, channels: 1 };
 * augment(image, random(42, 0, 7)).data.length; // => 2
 * ```
 */
export type Augmentation = <P extends Pixels>(image: Image<P>, random: Random) => Image<P>;
