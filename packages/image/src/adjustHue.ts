import { finite } from "@tensorloom/core";
import { throughFloat } from "./convert.ts";
import { pixelToHsv, pixelToRgb } from "./hsv.ts";
import type { Image, Pixels } from "./image.ts";
import { checkRgb, mapPixels } from "./rgb.ts";

/**
 * Turns the hue of every pixel, in HSV.
 *
 * @param delta - In turns, from -1 to 1: 1/3 makes red green.
 * @throws RangeError where `delta` is out of range, or the image has not 3 channels.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/adjust_hue
 * @example
 * ```ts
 * import { adjustHue } from "@tensorloom/image";
 *
 * const red = { data: Uint8Array.of(255, 0, 0), height: 1, width: 1, channels: 3 };
 * adjustHue(red, 0.5).data; // => Uint8Array.of(0, 255, 255)
 * ```
 */
export function adjustHue<P extends Pixels>(image: Image<P>, delta: number): Image<P> {
  checkRgb("adjustHue", image);
  finite("adjustHue: delta", delta, -1, 1);
  return throughFloat(image, (floats) =>
    mapPixels(floats, (from, at, into) => {
      pixelToHsv(from, at, into);
      const turned = into[at] + delta;
      into[at] = turned - Math.floor(turned);
      pixelToRgb(into, at, into);
    }),
  );
}
