import { copyImage, type Image, type Pixels } from "../image/image.ts";
import { setChannels } from "./setChannels.ts";
import { checkFourChannels } from "./toGrayscale.ts";

/**
 * Converts any image to RGB: gray is repeated, alpha is dropped.
 *
 * The colours of transparent pixels stay as they are; blend them first with {@link compositeOver}.
 *
 * @throws RangeError if the image has more than 4 channels.
 * @see https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.Image.convert
 * @example
 * ```ts
 * import { toRgb } from "@tensorloom/image";
 *
 * toRgb({ data: Uint8Array.of(7), height: 1, width: 1, channels: 1 }).data; // => Uint8Array.of(7, 7, 7)
 * toRgb({ data: Uint8Array.of(1, 2, 3, 0), height: 1, width: 1, channels: 4 }).data; // => Uint8Array.of(1, 2, 3)
 * ```
 */
export function toRgb<P extends Pixels>(image: Image<P>): Image<P> {
  const checked = checkFourChannels("toRgb", image);
  const rgb = setChannels(checked, 3);
  return rgb === checked ? copyImage(rgb) : rgb;
}
