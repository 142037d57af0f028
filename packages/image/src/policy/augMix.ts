import type { Random } from "@tensorloom/core";
import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { checkAlpha } from "../augment/mixUp.ts";
import { drawLambda, drawWeights } from "../augment/drawLambda.ts";
import { createLike, type Image, type Pixels } from "../image/image.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { checkWarp, WARP_OPTIONS, type WarpOptions } from "../warp/warpAffine.ts";
import { checkPolicyImage } from "./checkPolicyImage.ts";
import { AUG_MIX, drawChange } from "./space.ts";

/**
 * Options of {@link augMix}. By default, pixels are bilinear, and 0 outside the image.
 *
 * @inline
 */
export interface AugMixOptions extends WarpOptions {
  /** How much each operation may change, from 1 to 10; default 3. */
  readonly severity?: number | undefined;
  /** The number of chains that are mixed, from 1 to 16; default 3. */
  readonly chains?: number | undefined;
  /** The number of operations per chain, from 1 to 16; by default 1 to 3, at random. */
  readonly depth?: number | undefined;
  /** The parameter of the Dirichlet and Beta distributions of the weights, above 0; default 1. */
  readonly alpha?: number | undefined;
}

const KNOWN: OptionKinds<AugMixOptions> = {
  ...WARP_OPTIONS,
  severity: "number",
  chains: "number",
  depth: "number",
  alpha: "number",
};
/** The number of magnitudes. */
const BINS = 10;

/**
 * Mixes an image with chains of random operations on it (AugMix).
 *
 * The result is `m * image` plus `(1 - m) * w` times each chain; `m` is drawn from Beta(alpha, alpha), and the weights
 * `w` from a Dirichlet distribution. Operations and magnitudes are those of torchvision, with `all_ops`. Bytes are
 * truncated, as there.
 *
 * {@link augmentTogether} refuses it, because the pixels of the chains move differently.
 *
 * @throws RangeError if an option is out of range; when it is applied, if the image does not have 1 to 4 channels, or
 * floats are in 0..255.
 * @see Hendrycks et al. 2019, AugMix, arXiv:1912.02781
 * @see https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.AugMix.html
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { augMix } from "@tensorloom/image";
 *
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * augMix({ severity: 3, chains: 3 })(image, random(42, 0, 7)).width; // => 64
 * ```
 */
export function augMix(options: AugMixOptions = {}): Augmentation {
  const {
    severity = 3,
    chains = 3,
    depth,
    alpha = 1,
    method = "bilinear",
    outside = 0,
  } = checkOptions("augMix", options, KNOWN);
  integer("augMix: severity", severity, 1, BINS);
  integer("augMix: chains", chains, 1, 16);
  if (depth !== undefined) integer("augMix: depth", depth, 1, 16);
  checkAlpha("augMix", alpha);
  const warp = checkWarp("augMix", { method, outside });
  return <P extends Pixels>(image: Image<P>, random: Random) => {
    const checked = checkPolicyImage("augMix", image);
    const kept = drawLambda(alpha, random);
    const weights = drawWeights(chains, alpha, random).map((weight) => (1 - kept) * weight);
    const mixed = weights.map(() => {
      let chain = checked;
      const length = depth ?? 1 + random.integer(3);
      for (let i = 0; i < length; i++) {
        const choice = AUG_MIX[random.integer(AUG_MIX.length)];
        chain = drawChange(choice, random.integer(severity), BINS, checked, warp, random).image(chain);
      }
      return chain;
    });
    return mixImages([checked, ...mixed], [kept, ...weights]);
  };
}

/** The weighted sum of images of one shape; bytes are truncated. */
export function mixImages<P extends Pixels>(
  images: readonly Image<P>[],
  weights: readonly number[],
): Image<P> {
  const [first] = images;
  const sums = new Float32Array(first.data.length);
  images.forEach(({ data }, k) => {
    const weight = weights[k];
    for (let i = 0; i < sums.length; i++) sums[i] += weight * data[i];
  });
  const result = createLike(first, first.height, first.width);
  for (let i = 0; i < sums.length; i++) result.data[i] = sums[i];
  return result;
}
