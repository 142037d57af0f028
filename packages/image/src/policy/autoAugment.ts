import { checkOptions } from "@tensorloom/core/internal";
import type { Augmentation } from "../transform/augmentation.ts";
import { chainChanges, drawnAugmentation, UNCHANGED } from "../transform/change.ts";
import { checkPolicyImage } from "./checkPolicyImage.ts";
import { checkWarp, WARP_OPTIONS, type WarpOptions } from "../warp/warpAffine.ts";
import { IMAGENET_POLICY } from "./imagenetPolicy.ts";
import { AUTO_AUGMENT, drawChange } from "./space.ts";

/** The number of magnitudes. */
const BINS = 10;

/**
 * Applies one of 25 learned pairs of operations (AutoAugment).
 *
 * The pairs, probabilities and magnitudes are those of the policy for ImageNet, as in torchvision. By default, pixels
 * are the nearest, and 0 outside the image.
 *
 * @throws RangeError if an option is out of range; when it is applied, if the image does not have 1 to 4 channels, or
 * floats are in 0..255.
 * @see Cubuk et al. 2018, AutoAugment: Learning Augmentation Policies from Data, arXiv:1805.09501
 * @see https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.AutoAugment.html
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { autoAugment } from "@tensorloom/image";
 *
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * autoAugment()(image, random(42, 0, 7)).width; // => 64
 * ```
 */
export function autoAugment(options: WarpOptions = {}): Augmentation {
  const { method = "nearest", outside = 0 } = checkOptions("autoAugment", options, WARP_OPTIONS);
  const warp = checkWarp("autoAugment", { method, outside });
  return drawnAugmentation((image, random) => {
    const checked = checkPolicyImage("autoAugment", image);
    const pair = IMAGENET_POLICY[random.integer(IMAGENET_POLICY.length)];
    return chainChanges(
      pair.map(([name, probability, bin]) => {
        const choice = AUTO_AUGMENT.find((one) => one.name === name);
        if (choice === undefined || random.uniform() >= probability) return UNCHANGED;
        return drawChange(choice, bin, BINS, checked, warp, random);
      }),
    );
  });
}
