import { checkImage, type Image } from "../image/image.ts";
import { checkNormalization, type NormalizationOptions } from "./normalization.ts";

/**
 * Undoes {@link normalize}: `(value * std + mean) / scale`.
 *
 * The result is in 0..1 unless `scale` was set, so `toUint8` makes the bytes that were normalized: to look at what a
 * model reads.
 *
 * @param image - The floats that `normalize` returned.
 * @param options - The options of that call.
 * @throws RangeError if the mean or deviation does not fit the channels, or the image is of bytes.
 * @example
 * ```ts
 * import { denormalize, normalize, toUint8 } from "@tensorloom/image";
 *
 * const image = { data: Uint8Array.of(0, 51, 255), height: 1, width: 1, channels: 3 };
 * const input = normalize(image, { preset: "imagenet" });
 * toUint8(denormalize(input, { preset: "imagenet" })).data; // => Uint8Array.of(0, 51, 255)
 * ```
 */
export function denormalize(image: Image<Float32Array>, options: NormalizationOptions): Image<Float32Array> {
  const checked = checkImage("denormalize", image);
  const { data, height, width, channels } = checked;
  const values: unknown = data; // JavaScript may pass bytes
  if (!(values instanceof Float32Array))
    throw new RangeError("denormalize: image.data must be the floats of normalize, got bytes");
  const { mean, std, scale = 1, output } = checkNormalization("denormalize", checked, options);
  for (let channel = 0; channel < channels; channel++) {
    const [center, deviation] = [mean[channel % mean.length], std[channel % std.length]];
    for (let at = channel; at < data.length; at += channels)
      output[at] = (data[at] * deviation + center) / scale;
  }
  return { data: output, height, width, channels };
}
