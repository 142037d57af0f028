import { finite } from "@tensorloom/core/internal";
import { checkImage, copyImage, type Image, type Pixels } from "../image/image.ts";
import { resample } from "./resample.ts";
import { normalize } from "./resizeTaps.ts";
import type { Taps } from "./taps.ts";

/**
 * The kernel's radius in standard deviations.
 *
 * A value beyond it weighs less than half a level of 255.
 */
const REACH = 3;

/**
 * Applies a Gaussian blur.
 *
 * Each value becomes the mean of its neighbours, weighted by `exp(-d ** 2 / (2 * sigma ** 2))`.
 *
 * At the border, the weights of the pixels inside are scaled so that they add up to 1.
 *
 * @param sigma - The standard deviation in pixels, at least 0. A blur of 0 returns a copy.
 * @throws RangeError if `sigma` is below 0 or not finite.
 * @example
 * ```ts
 * import { gaussianBlur } from "@tensorloom/image";
 *
 * const dot = { data: Uint8Array.of(0, 0, 200, 0, 0), height: 1, width: 5, channels: 1 };
 * gaussianBlur(dot, 0.5).data; // => Uint8Array.of(0, 21, 157, 21, 0)
 * ```
 */
export function gaussianBlur<P extends Pixels>(image: Image<P>, sigma: number): Image<P> {
  const checked = checkImage("gaussianBlur", image);
  if (finite("gaussianBlur: sigma", sigma, 0) === 0) return copyImage(checked);
  return resample(checked, gaussianTaps(checked.height, sigma), gaussianTaps(checked.width, sigma));
}

function gaussianTaps(length: number, sigma: number): Taps {
  const reach = Math.ceil(REACH * sigma);
  const starts = Array.from({ length }, (_, i) => Math.max(i - reach, 0));
  const around = (from: number, to: number): readonly number[] =>
    normalize(
      Array.from({ length: to - from + 1 }, (_, k) => Math.exp(-((from + k) ** 2) / (2 * sigma ** 2))),
    );
  const inner = around(-reach, reach);
  const weights = starts.map((start, i) => {
    const isInner = i >= reach && i + reach < length;
    return isInner ? inner : around(start - i, Math.min(reach, length - 1 - i));
  });
  return { starts, weights };
}
