import { finite } from "@tensorloom/core/internal";
import { checkImage, type Image, type Pixels } from "../image/image.ts";
import { mapValues } from "./mapValues.ts";
import { checkUnitRange } from "../image/unitRange.ts";

/**
 * Applies gamma correction: `gain * value ** gamma`, in 0..1.
 *
 * A gamma above 1 darkens the image, one below 1 brightens it. Alpha is unchanged.
 *
 * A float below 0, which a change of brightness may produce, counts as 0.
 *
 * @param gamma - The exponent, at least 0.
 * @param gain - The factor; default 1.
 * @throws RangeError if `gamma` is below 0, either is not finite, or floats are in 0..255.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/adjust_gamma
 * @example
 * ```ts
 * import { adjustGamma } from "@tensorloom/image";
 *
 * adjustGamma({ data: Float32Array.of(0.5, 1), height: 1, width: 2, channels: 1 }, 2).data; // => Float32Array.of(0.25, 1)
 * ```
 */
export function adjustGamma<P extends Pixels>(image: Image<P>, gamma: number, gain = 1): Image<P> {
  const checked = checkUnitRange("adjustGamma", checkImage("adjustGamma", image));
  finite("adjustGamma: gamma", gamma, 0);
  finite("adjustGamma: gain", gain);
  return mapValues(checked, (value) => gain * Math.max(value, 0) ** gamma);
}
