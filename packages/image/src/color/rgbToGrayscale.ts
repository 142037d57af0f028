import { mapAsFloat } from "../image/convert.ts";
import type { Image, Pixels } from "../image/image.ts";
import { checkRgb } from "./rgb.ts";

/**
 * Converts RGB to luma: `0.2989 red + 0.587 green + 0.114 blue`.
 *
 * It refuses other images; {@link toGrayscale} takes any.
 *
 * @throws RangeError if the image does not have 3 channels.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/rgb_to_grayscale
 * @example
 * ```ts
 * import { rgbToGrayscale } from "@tensorloom/image";
 *
 * rgbToGrayscale({ data: Uint8Array.of(255, 0, 0), height: 1, width: 1, channels: 3 }).data; // => Uint8Array.of(76)
 * ```
 */
export function rgbToGrayscale<P extends Pixels>(image: Image<P>): Image<P> {
  const checked = checkRgb("rgbToGrayscale", image, "use toGrayscale(image), which takes any image");
  return mapAsFloat(checked, ({ data, height, width }) => {
    const luma = new Float32Array(height * width);
    for (let i = 0; i < luma.length; i++)
      luma[i] = 0.2989 * data[3 * i] + 0.587 * data[3 * i + 1] + 0.114 * data[3 * i + 2];
    return { data: luma, height, width, channels: 1 };
  });
}
