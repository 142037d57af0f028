import { checkOptions } from "@tensorloom/core/internal";
import type { Augmentation } from "../transform/augmentation.ts";
import { drawnAugmentation } from "../transform/change.ts";
import { checkPolicyImage } from "./checkPolicyImage.ts";
import { checkWarp, WARP_OPTIONS, type WarpOptions } from "../warp/warpAffine.ts";
import { drawChange, TRIVIAL_AUGMENT } from "./space.ts";

/** The number of magnitudes. */
const BINS = 31;

/**
 * Applies one random operation with a random magnitude (TrivialAugment Wide).
 *
 * Operation and magnitude are uniform. The operations are those of {@link randAugment}, with the wide ranges of
 * torchvision's `TrivialAugmentWide`: a shear by up to 0.99, a shift by 32 pixels, a rotation by 135 degrees, a change
 * of factors by 0.99, and 2 to 8 bits. It has nothing to tune. By default, pixels are the nearest, and 0 outside the
 * image.
 *
 * @throws RangeError if an option is out of range; when it is applied, if the image does not have 1 to 4 channels, or
 * floats are in 0..255.
 * @see Müller and Hutter 2021, TrivialAugment: Tuning-free Yet State-of-the-Art Data Augmentation, arXiv:2103.10158
 * @see https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.TrivialAugmentWide.html
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { trivialAugment } from "@tensorloom/image";
 *
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * trivialAugment({ outside: "reflect" })(image, random(42, 0, 7)).width; // => 64
 * ```
 */
export function trivialAugment(options: WarpOptions = {}): Augmentation {
  const { method = "nearest", outside = 0 } = checkOptions("trivialAugment", options, WARP_OPTIONS);
  const warp = checkWarp("trivialAugment", { method, outside });
  return drawnAugmentation((image, random) => {
    const choice = TRIVIAL_AUGMENT[random.integer(TRIVIAL_AUGMENT.length)];
    return drawChange(
      choice,
      random.integer(BINS),
      BINS,
      checkPolicyImage("trivialAugment", image),
      warp,
      random,
    );
  });
}
