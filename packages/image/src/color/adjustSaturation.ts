import { finite } from "@tensorloom/core/internal";
import { FLOAT_OF_LEVEL } from "../image/convert.ts";
import { createUnset, type Image, type Pixels } from "../image/image.ts";
import { changeBytes } from "./changeBytes.ts";
import { checkRgb } from "./rgb.ts";

/**
 * Multiplies the saturation of every pixel, in HSV.
 *
 * The saturation is clipped to 0..1. If `v` is the largest value of a pixel and `s` its saturation, each value becomes
 * `v - (v - value) * s' / s`, with `s' = min(s * factor, 1)`. This equals a conversion to HSV and back.
 *
 * @param factor - At least 0: 0 is gray, 1 changes nothing.
 * @throws RangeError if `factor` is below 0 or not finite, or the image does not have 3 channels.
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
  const checked = checkRgb("adjustSaturation", image);
  finite("adjustSaturation: factor", factor, 0);
  const result = createUnset(checked, checked.height, checked.width);
  const [from, output]: readonly Pixels[] = [checked.data, result.data];
  const isBytes = from instanceof Uint8Array;
  if (
    isBytes &&
    changeBytes(from, output, (kernels, at, end) => {
      kernels.adjustSaturation(at, end, factor);
    })
  )
    return result;
  for (let at = 0; at < from.length; at += 3) {
    const red = isBytes ? FLOAT_OF_LEVEL[from[at]] : from[at];
    const green = isBytes ? FLOAT_OF_LEVEL[from[at + 1]] : from[at + 1];
    const blue = isBytes ? FLOAT_OF_LEVEL[from[at + 2]] : from[at + 2];
    const largest = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
    const least = red < green ? (red < blue ? red : blue) : green < blue ? green : blue;
    const saturation = largest > 0 ? (largest - least) / largest : 0;
    const ratio = saturation > 0 ? Math.min(saturation * factor, 1) / saturation : 0;
    const newRed = largest - (largest - red) * ratio;
    const newGreen = largest - (largest - green) * ratio;
    const newBlue = largest - (largest - blue) * ratio;
    // in 0..1, so that storing it truncates as floatToLevel does
    output[at] = isBytes ? Math.fround(Math.fround(newRed) * 255.5) : newRed;
    output[at + 1] = isBytes ? Math.fround(Math.fround(newGreen) * 255.5) : newGreen;
    output[at + 2] = isBytes ? Math.fround(Math.fround(newBlue) * 255.5) : newBlue;
  }
  return result;
}
