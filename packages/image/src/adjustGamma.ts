import { finite } from "@tensorloom/core";
import { checkImage, type Image, type Pixels } from "./image.ts";
import { mapValues } from "./mapValues.ts";

/**
 * Gamma correction: `gain * value ** gamma`, in 0..1. Above 1 darkens, below 1 brightens.
 *
 * @param gamma - The exponent, at least 0.
 * @param gain - The factor; default 1.
 * @throws RangeError where `gamma` is below 0, or either is not finite.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/adjust_gamma
 * @example
 * ```ts
 * import { adjustGamma } from "@tensorloom/image";
 *
 * adjustGamma({ data: Float32Array.of(0.5, 1), height: 1, width: 2, channels: 1 }, 2).data; // => Float32Array.of(0.25, 1)
 * ```
 */
export function adjustGamma<P extends Pixels>(image: Image<P>, gamma: number, gain = 1): Image<P> {
  checkImage("adjustGamma", image);
  finite("adjustGamma: gamma", gamma, 0);
  finite("adjustGamma: gain", gain);
  return mapValues(image, (value) => gain * value ** gamma);
}
