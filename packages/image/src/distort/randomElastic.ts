import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { checkImage } from "../image/image.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { drawnAugmentation } from "../transform/change.ts";
import { checkWarp, WARP_OPTIONS, type WarpOptions } from "../warp/warpAffine.ts";
import { elasticMap } from "./elasticMap.ts";
import { remapping } from "./remapping.ts";

/**
 * Options of {@link randomElastic}.
 *
 * @inline
 */
export interface RandomElasticOptions extends WarpOptions {
  /** The factor of the blurred noise, in pixels, from 0 to 10000; default 300. */
  readonly alpha?: number | undefined;
  /** The standard deviation of the blur, in pixels, from 1 to 500; default 10. */
  readonly sigma?: number | undefined;
}

const KNOWN: OptionKinds<RandomElasticOptions> = { ...WARP_OPTIONS, alpha: "number", sigma: "number" };

/**
 * Deforms an image as if it were drawn on rubber.
 *
 * Each pixel is taken from a place that is shifted by `alpha` times uniform noise in -1..1, blurred by a Gaussian. The
 * shift across and down has a standard deviation of about `0.16 * alpha / sigma` pixels: 5 by default. This is
 * albumentations' `ElasticTransform` with `noise_distribution="uniform"`, except that the noise is mirrored at the
 * border, and the Gaussian is that of three boxes.
 *
 * @throws RangeError if an option is out of range.
 * @see Simard et al. 2003, Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomElastic } from "@tensorloom/image";
 *
 * const augment = randomElastic({ alpha: 120, sigma: 6 });
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * augment(image, random(42, 0, 7)).width; // => 64
 * ```
 */
export function randomElastic(options: RandomElasticOptions = {}): Augmentation {
  const { alpha = 300, sigma = 10, method, outside } = checkOptions("randomElastic", options, KNOWN);
  finite("randomElastic: alpha", alpha, 0, 10_000);
  finite("randomElastic: sigma", sigma, 1, 500);
  const warp = checkWarp("randomElastic", { method, outside });
  return drawnAugmentation((image, random) => {
    const { height, width } = checkImage("randomElastic", image);
    return remapping("randomElastic", elasticMap(height, width, alpha, sigma, random), warp);
  });
}
