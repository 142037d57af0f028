import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import type { Image } from "../image/image.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { drawnAugmentation, UNCHANGED, type Change } from "../transform/change.ts";
import { flipping, mirroring } from "../transform/movements.ts";

/**
 * Options of {@link randomFlipUpDown}.
 *
 * @inline
 */
export interface RandomFlipUpDownOptions {
  /** The probability of a flip, from 0 to 1; default 0.5. */
  readonly probability?: number | undefined;
}

/**
 * Options of {@link randomFlipLeftRight}.
 *
 * @inline
 */
export interface RandomFlipLeftRightOptions extends RandomFlipUpDownOptions {
  /** Whether to change the image itself, if nothing else reads it. Default false. */
  readonly inPlace?: boolean | undefined;
}

const FLIP: OptionKinds<RandomFlipUpDownOptions> = { probability: "number" };
const MIRROR: OptionKinds<RandomFlipLeftRightOptions> = { probability: "number", inPlace: "boolean" };

function flipRandomly(
  name: string,
  draw: (image: Image) => Change,
  { probability = 0.5 }: RandomFlipUpDownOptions,
): Augmentation {
  finite(`${name}: probability`, probability, 0, 1);
  return drawnAugmentation((image, random) => (random.uniform() < probability ? draw(image) : UNCHANGED));
}

/**
 * Mirrors an image left to right at random.
 *
 * Otherwise the image itself is returned.
 *
 * @throws RangeError if the probability is not from 0 to 1.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/stateless_random_flip_left_right
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomFlipLeftRight } from "@tensorloom/image";
 *
 * const image = { data: Uint8Array.of(1, 2), height: 1, width: 2, channels: 1 };
 * randomFlipLeftRight({ probability: 1 })(image, random(42)).data; // => Uint8Array.of(2, 1)
 * ```
 */
export function randomFlipLeftRight(options: RandomFlipLeftRightOptions = {}): Augmentation {
  const { inPlace = false } = checkOptions("randomFlipLeftRight", options, MIRROR);
  const mirrored = ({ width }: Image): Change => mirroring(width, inPlace);
  return flipRandomly("randomFlipLeftRight", mirrored, options);
}

/**
 * Turns an image upside down at random.
 *
 * Otherwise the image itself is returned.
 *
 * @throws RangeError if the probability is not from 0 to 1.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/stateless_random_flip_up_down
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomFlipUpDown } from "@tensorloom/image";
 *
 * const image = { data: Uint8Array.of(1, 2), height: 2, width: 1, channels: 1 };
 * randomFlipUpDown({ probability: 1 })(image, random(42)).data; // => Uint8Array.of(2, 1)
 * ```
 */
export function randomFlipUpDown(options: RandomFlipUpDownOptions = {}): Augmentation {
  return flipRandomly("randomFlipUpDown", flipping, checkOptions("randomFlipUpDown", options, FLIP));
}
