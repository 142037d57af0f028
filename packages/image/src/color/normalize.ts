import { checkImage, type Image } from "../image/image.ts";
import { checkUnitRange } from "../image/unitRange.ts";
import { lookUpFloats } from "../levels/lookUpFloats.ts";
import { checkNormalization, type NormalizationOptions } from "./normalization.ts";

/**
 * Normalizes an image by a mean and a standard deviation.
 *
 * Each value becomes `(scale * value - mean) / std`. Bytes are scaled to 0..1 by default, floats are taken as they are.
 *
 * A batch of `n` images of one size is one image of `n * height` rows: normalize it in one call, or write each image into
 * its row with `out`.
 *
 * @param options - A preset, or the mean and the standard deviation.
 * @throws RangeError if the mean or deviation does not fit the channels, a deviation is not above 0, or `out` has another
 *   length.
 * @see torchvision.transforms.Normalize; albumentations.Normalize; {@link denormalize}
 * @example
 * ```ts
 * import { normalize } from "@tensorloom/image";
 *
 * const image = { data: Uint8Array.of(0, 51, 255), height: 1, width: 3, channels: 1 };
 * normalize(image, { preset: "symmetric" }).data; // => Float32Array.of(-1, -0.6, 1)
 * normalize(image, { mean: 51, std: 2, scale: 1 }).data; // => Float32Array.of(-25.5, 0, 102)
 *
 * const batch = new Float32Array(2 * 3);
 * normalize(image, { preset: "unit", out: batch.subarray(3) });
 * batch[5]; // => 1
 * ```
 */
export function normalize(image: Image, options: NormalizationOptions): Image<Float32Array> {
  const checked = checkImage("normalize", image);
  const { mean, std, scale, output } = checkNormalization("normalize", checked, options);
  // A preset is of pixels in 0..1.
  if (options.preset !== undefined && options.scale === undefined) checkUnitRange("normalize", checked);
  const { data, height, width, channels } = checked;
  if (data instanceof Uint8Array) {
    // A level's float depends on its channel alone.
    const tables = new Float32Array(256 * channels);
    for (let i = 0; i < tables.length; i++) {
      const [channel, level] = [i >> 8, i & 255];
      const scaled = scale === undefined ? level / 255 : level * scale;
      tables[i] = (scaled - mean[channel % mean.length]) / std[channel % std.length];
    }
    lookUpFloats(data, channels, tables, output);
  } else
    for (let channel = 0; channel < channels; channel++) {
      const [center, deviation] = [mean[channel % mean.length], std[channel % std.length]];
      const factor = scale ?? 1;
      for (let at = channel; at < data.length; at += channels)
        output[at] = (data[at] * factor - center) / deviation;
    }
  return { data: output, height, width, channels };
}
