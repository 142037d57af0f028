import { copyImage, type Image, type Pixels } from "../image/image.ts";
import { checkAlphaChannel } from "./compositeOver.ts";

/**
 * Multiplies the colours of an image by its alpha.
 *
 * Do it before resizing or warping, so that the invisible colour of transparent pixels does not bleed into others. Bytes
 * are rounded to the nearest level. The result composes over black by {@link dropAlpha}.
 *
 * @throws RangeError if the image has neither 2 nor 4 channels, or floats in 0..255.
 * @see Porter and Duff 1984, Compositing Digital Images; Pillow's mode `RGBa`
 * @example
 * ```ts
 * import { premultiplyAlpha } from "@tensorloom/image";
 *
 * const half = { data: Uint8Array.of(0, 100, 200, 128), height: 1, width: 1, channels: 4 };
 * premultiplyAlpha(half).data; // => Uint8Array.of(0, 50, 100, 128)
 * ```
 */
export function premultiplyAlpha<P extends Pixels>(image: Image<P>): Image<P> {
  const result = copyImage(checkAlphaChannel("premultiplyAlpha", image));
  const { data, channels } = result;
  const [opaque, rounding] = data instanceof Uint8Array ? [255, 0.5] : [1, 0];
  for (let from = 0; from < data.length; from += channels) {
    const alpha = data[from + channels - 1] / opaque;
    for (let c = from; c < from + channels - 1; c++) data[c] = alpha * data[c] + rounding;
  }
  return result;
}
