import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { checkImage, copyImage, formatShape, type Image, type Pixels } from "../image/image.ts";
import { checkUnitRange } from "../image/unitRange.ts";
import { blendWith, saturate } from "./blend.ts";
import { meanGray } from "./meanGray.ts";
import { sharpen } from "./sharpen.ts";

/**
 * Factors of {@link enhance}, each at least 0; 1 changes nothing, and so does an omitted one.
 *
 * @inline
 */
export interface EnhanceOptions {
  /** The factor of colour: 0 is gray, 2 doubles the distance from gray. */
  readonly color?: number | undefined;
  /** The factor of contrast: 0 is the image's mean gray, 2 doubles the distance from it. */
  readonly contrast?: number | undefined;
  /** The factor of brightness: 0 is black, 2 doubles every value. */
  readonly brightness?: number | undefined;
  /** The factor of sharpness: 0 is smoothed over 3x3 pixels, 2 doubles the distance from that. */
  readonly sharpness?: number | undefined;
}

const KNOWN: OptionKinds<EnhanceOptions> = {
  color: "number",
  contrast: "number",
  brightness: "number",
  sharpness: "number",
};

/**
 * Changes colour, contrast, brightness and sharpness as Pillow does.
 *
 * In this order, each factor blends the image with a poorer one: `poor + factor * (image - poor)`, clipped. For bytes
 * the result equals `PIL.ImageEnhance` and torchvision's `adjust_…` functions to the level. Alpha is unchanged.
 *
 * {@link adjustBrightness}, {@link adjustContrast} and {@link adjustSaturation} have TensorFlow's definitions instead.
 *
 * @throws RangeError if a factor is below 0 or not finite, the image does not have 1 to 4 channels, or floats are in
 * 0..255.
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageEnhance.html
 * @example
 * ```ts
 * import { enhance } from "@tensorloom/image";
 *
 * const pixel = { data: Uint8Array.of(200, 100, 50), height: 1, width: 1, channels: 3 };
 * enhance(pixel, { color: 0 }).data; // => Uint8Array.of(124, 124, 124)
 * enhance(pixel, { brightness: 1.5 }).data; // => Uint8Array.of(255, 150, 75)
 * ```
 */
export function enhance<P extends Pixels>(image: Image<P>, options: EnhanceOptions): Image<P> {
  const { color, contrast, brightness, sharpness } = checkOptions("enhance", options, KNOWN);
  const checked = checkUnitRange("enhance", checkImage("enhance", image));
  if (checked.channels > 4)
    throw new RangeError(`enhance: image must have 1 to 4 channels, got ${formatShape(checked)}`);
  for (const [name, factor] of Object.entries({ color, contrast, brightness, sharpness }))
    if (factor !== undefined) finite(`enhance: ${name}`, factor, 0);
  let result = checked;
  if (color !== undefined) result = saturate(result, color);
  if (contrast !== undefined) result = blendWith(result, meanGray(result), contrast);
  if (brightness !== undefined) result = blendWith(result, 0, brightness);
  if (sharpness !== undefined) result = sharpen(result, sharpness);
  return result === checked ? copyImage(checked) : result;
}
