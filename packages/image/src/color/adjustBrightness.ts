import { checkImage, type Image, type Pixels } from "../image/image.ts";
import { mapValues } from "./mapValues.ts";
import { checkUnitRange, checkUnitAmount } from "../image/unitRange.ts";

/**
 * Adds `delta` to every colour value, in 0..1; alpha is unchanged.
 *
 * Bytes are converted to 0..1 and back, and clipped to 0..255. Floats are not clipped, as in TensorFlow.
 *
 * @param delta - From -1 to 1, also for bytes: 0.1 is 25.5 levels.
 * @throws RangeError if `delta` is out of range, or floats are in 0..255.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/adjust_brightness
 * @example
 * ```ts
 * import { adjustBrightness } from "@tensorloom/image";
 *
 * const image = { data: Uint8Array.of(0, 100, 250), height: 1, width: 3, channels: 1 };
 * adjustBrightness(image, 0.2).data; // => Uint8Array.of(51, 151, 255)
 * ```
 */
export function adjustBrightness<P extends Pixels>(image: Image<P>, delta: number): Image<P> {
  const checked = checkUnitRange("adjustBrightness", checkImage("adjustBrightness", image));
  checkUnitAmount("adjustBrightness: delta", delta, -1);
  return mapValues(checked, (value) => value + delta);
}
