import { finite } from "@tensorloom/core";
import { throughFloat } from "./convert.ts";
import type { Image, Pixels } from "./image.ts";
import { checkRgb, mapPixels } from "./rgb.ts";

/**
 * Multiplies the saturation of every pixel, in HSV, and cuts it to 0..1.
 *
 * With `v` the largest of a pixel's values and `s` its saturation, each value becomes `v - (v - value) * s' / s`, where
 * `s' = min(s * factor, 1)`: that is what HSV and back comes to, since hue and value stay.
 *
 * @param factor - At least 0: 0 is gray, 1 changes nothing.
 * @throws RangeError where `factor` is below 0 or not finite, or the image has not 3 channels.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/adjust_saturation
 * @example
 * ```ts
 * import { adjustSaturation } from "@tensorloom/image";
 *
 * const red = { data: Uint8Array.of(200, 100, 100), height: 1, width: 1, channels: 3 };
 * adjustSaturation(red, 0).data; // => Uint8Array.of(200, 200, 200)
 * ```
 */
export function adjustSaturation<P extends Pixels>(image: Image<P>, factor: number): Image<P> {
  checkRgb("adjustSaturation", image);
  finite("adjustSaturation: factor", factor, 0);
  return throughFloat(image, (floats) =>
    mapPixels(floats, (from, at, into) => {
      const red = from[at];
      const green = from[at + 1];
      const blue = from[at + 2];
      const largest = Math.max(red, green, blue);
      const saturation = largest > 0 ? (largest - Math.min(red, green, blue)) / largest : 0;
      const ratio = saturation > 0 ? Math.min(saturation * factor, 1) / saturation : 0;
      into[at] = largest - (largest - red) * ratio;
      into[at + 1] = largest - (largest - green) * ratio;
      into[at + 2] = largest - (largest - blue) * ratio;
    }),
  );
}
