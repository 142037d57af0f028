import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { Augmentation } from "../transform/augmentation.ts";
import { chainChanges, drawnAugmentation } from "../transform/change.ts";
import { checkPolicyImage } from "./checkPolicyImage.ts";
import { checkWarp, WARP_OPTIONS, type WarpOptions } from "../warp/warpAffine.ts";
import { drawChange, RAND_AUGMENT } from "./space.ts";

/**
 * Options of {@link randAugment}. By default, pixels are the nearest, and 0 outside the image.
 *
 * @inline
 */
export interface RandAugmentOptions extends WarpOptions {
  /** The number of operations per image, from 0 to 100; default 2. */
  readonly operations?: number | undefined;
  /** How much each operation changes, from 0 to 30; default 9. */
  readonly magnitude?: number | undefined;
}

const KNOWN: OptionKinds<RandAugmentOptions> = { ...WARP_OPTIONS, operations: "number", magnitude: "number" };
/** The number of magnitudes. */
const BINS = 31;

/**
 * Applies random operations, all with one magnitude (RandAugment).
 *
 * Each operation is one of 14, all equally probable: identity, shear and shift (across and down), rotate, brightness,
 * colour, contrast, sharpness, posterize, solarize, autocontrast and equalize. The ranges of magnitudes are those of
 * torchvision: at 30, a shear by 0.3, a shift by 150/331 of the side, a rotation by 30 degrees, a change of factors by
 * 0.9, 4 bits, and every level solarized. Signs are random.
 *
 * @throws RangeError if an option is out of range; when it is applied, if the image does not have 1 to 4 channels, or
 * floats are in 0..255.
 * @see Cubuk et al. 2019, RandAugment, arXiv:1909.13719
 * @see https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandAugment.html
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randAugment } from "@tensorloom/image";
 *
 * const augment = randAugment({ operations: 2, magnitude: 9 });
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * augment(image, random(42, 0, 7)).width; // => 64
 * ```
 */
export function randAugment(options: RandAugmentOptions = {}): Augmentation {
  const {
    operations = 2,
    magnitude = 9,
    method = "nearest",
    outside = 0,
  } = checkOptions("randAugment", options, KNOWN);
  integer("randAugment: operations", operations, 0, 100);
  integer("randAugment: magnitude", magnitude, 0, BINS - 1);
  const warp = checkWarp("randAugment", { method, outside });
  return drawnAugmentation((image, random) => {
    const checked = checkPolicyImage("randAugment", image);
    return chainChanges(
      Array.from({ length: operations }, () => {
        const choice = RAND_AUGMENT[random.integer(RAND_AUGMENT.length)];
        return drawChange(choice, magnitude, BINS, checked, warp, random);
      }),
    );
  });
}
