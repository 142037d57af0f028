import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { checkImage } from "../image/image.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { drawnAugmentation } from "../transform/change.ts";
import { cropping } from "../transform/movements.ts";

/**
 * The size of the crop, in pixels.
 *
 * @inline
 */
export interface RandomCropOptions {
  readonly height: number;
  readonly width: number;
}

const KNOWN: OptionKinds<RandomCropOptions> = { height: "number", width: "number" };

/**
 * Crops an image to a size, at a random position.
 *
 * @throws RangeError if a side is not an integer of at least 1; when it is applied, if it is larger than the image.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/stateless_random_crop
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomCrop } from "@tensorloom/image";
 *
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * randomCrop({ height: 56, width: 48 })(image, random(42)).width; // => 48
 * ```
 */
export function randomCrop(options: RandomCropOptions): Augmentation {
  const { height, width } = checkOptions("randomCrop", options, KNOWN);
  integer("randomCrop: height", height, 1);
  integer("randomCrop: width", width, 1);
  return drawnAugmentation((image, random) => {
    const checked = checkImage("randomCrop", image);
    integer("randomCrop: height", height, 1, checked.height);
    integer("randomCrop: width", width, 1, checked.width);
    const top = random.integer(checked.height - height + 1);
    const left = random.integer(checked.width - width + 1);
    return cropping({ top, left, height, width });
  });
}
