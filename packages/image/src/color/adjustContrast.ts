import { finite } from "@tensorloom/core/internal";
import { checkImage, type Image, type Pixels } from "../image/image.ts";
import { mapValues } from "./mapValues.ts";

/**
 * Stretches each colour about its own mean: `(value - mean) * factor + mean`, in 0..1; alpha stays.
 *
 * Bytes go through 0..1 and are cut to 0..255; floats are not cut, as in TensorFlow.
 *
 * @param factor - 1 changes nothing, 0 leaves the mean alone.
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
  const unit = data instanceof Uint8Array ? 255 : 1;
  return Array.from({ length: channels }, (_, c) => {
    let sum = 0;
    for (let i = c; i < data.length; i += channels) sum += data[i];
    return sum / (data.length / channels) / unit;
  });
}
