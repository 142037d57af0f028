import { toFloat } from "../image/convert.ts";
import type { Image } from "../image/image.ts";
import { checkRgb, mapPixels, type PixelChange } from "./rgb.ts";

/** Converts one pixel from RGB to HSV. */
const pixelToHsv: PixelChange = (from, at, output) => {
  const red = from[at];
  const green = from[at + 1];
  const blue = from[at + 2];
  const largest = Math.max(red, green, blue);
  const range = largest - Math.min(red, green, blue);
  output[at] = range > 0 ? computeHue(red, green, blue, largest, range) : 0;
  output[at + 1] = largest > 0 ? range / largest : 0;
  output[at + 2] = largest;
};

/** Returns the hue of a colour that is not gray, in turns. */
export function computeHue(red: number, green: number, blue: number, largest: number, range: number): number {
  const unit = 1 / (6 * range);
  if (largest === green) return red === green ? wrap(unit * (green - blue)) : unit * (blue - red) + 1 / 3;
  if (largest === blue && red < blue) return unit * (red - green) + 2 / 3;
  return wrap(unit * (green - blue));
}

const wrap = (turn: number): number => (turn < 0 ? turn + 1 : turn);

/** Converts one pixel from HSV to RGB; `from` may be `output`. */
const pixelToRgb: PixelChange = (from, at, output) => {
  const turn = 6 * from[at];
  const saturation = from[at + 1];
  const value = from[at + 2];
  output[at] = (1 - saturation + saturation * within(Math.abs(turn - 3) - 1)) * value;
  output[at + 1] = (1 - saturation + saturation * within(2 - Math.abs(turn - 2))) * value;
  output[at + 2] = (1 - saturation + saturation * within(2 - Math.abs(turn - 4))) * value;
};

const within = (share: number): number => Math.min(Math.max(share, 0), 1);

/**
 * Converts RGB to hue, saturation and value, as floats in 0..1.
 *
 * `v = max`, `s = (max - min) / max`, and `h` is in turns: 0 is red, 1/3 green, 2/3 blue. Gray has hue 0. Bytes are
 * converted to 0..1 first.
 *
 * @throws RangeError if the image does not have 3 channels.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/rgb_to_hsv
 * @example
 * ```ts
 * import { rgbToHsv } from "@tensorloom/image";
 *
 * const green = { data: Uint8Array.of(0, 255, 0), height: 1, width: 1, channels: 3 };
 * rgbToHsv(green).data; // => Float32Array.of(1 / 3, 1, 1)
 * ```
 */
export function rgbToHsv(image: Image): Image<Float32Array> {
  return mapPixels(toFloat(checkRgb("rgbToHsv", image)), pixelToHsv);
}

/**
 * Converts hue, saturation and value to RGB, as floats in 0..1.
 *
 * It is the inverse of {@link rgbToHsv}.
 *
 * @throws RangeError if the image does not have 3 channels.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/hsv_to_rgb
 * @example
 * ```ts
 * import { hsvToRgb } from "@tensorloom/image";
 *
 * const cyan = { data: Float32Array.of(0.5, 1, 1), height: 1, width: 1, channels: 3 };
 * hsvToRgb(cyan).data; // => Float32Array.of(0, 1, 1)
 * ```
 */
export function hsvToRgb(image: Image): Image<Float32Array> {
  return mapPixels(toFloat(checkRgb("hsvToRgb", image)), pixelToRgb);
}
