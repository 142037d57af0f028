import { finite } from "@tensorloom/core/internal";
import { checkImage, type Image, type Pixels } from "../image/image.ts";
import { sumLevels } from "../levels/sumLevels.ts";
import { mapValues } from "./mapValues.ts";

/**
 * Scales each channel's distance from its mean; alpha is unchanged.
 *
 * In 0..1, the result is `(value - mean) * factor + mean`.
 *
 * Bytes are converted to 0..1 and back, and clipped to 0..255. Floats are not clipped, as in TensorFlow.
 *
 * @param factor - 1 changes nothing; 0 sets every value to the mean.
 * @throws RangeError if `factor` is not finite.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/adjust_contrast
 * @example
 * ```ts
 * import { adjustContrast } from "@tensorloom/image";
 *
 * adjustContrast({ data: Float32Array.of(0.25, 0.75), height: 1, width: 2, channels: 1 }, 2).data; // => Float32Array.of(0, 1)
 * ```
 */
export function adjustContrast<P extends Pixels>(image: Image<P>, factor: number): Image<P> {
  const checked = checkImage("adjustContrast", image);
  finite("adjustContrast: factor", factor);
  const means = channelMeans(checked);
  return mapValues(checked, (value, channel) => (value - means[channel]) * factor + means[channel]);
}

/** The mean of each channel, in 0..1. */
function channelMeans({ data, channels }: Image): readonly number[] {
  const pixels = data.length / channels;
  if (data instanceof Uint8Array) return sumLevels(data, channels).map((sum) => sum / pixels / 255);
  return Array.from({ length: channels }, (_, c) => {
    let sum = 0;
    for (let i = c; i < data.length; i += channels) sum += data[i];
    return sum / pixels;
  });
}
