import { checkOptions, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { checkImage, copyImage, formatShape, type Image, type Pixels } from "../image/image.ts";
import { setChannels } from "./setChannels.ts";

/**
 * Options of {@link toGrayscale}.
 *
 * @inline
 */
export interface ToGrayscaleOptions {
  /** The channels of the result: 1 (the default), or 3 that are equal. */
  readonly channels?: 1 | 3 | undefined;
}

const KNOWN: OptionKinds<ToGrayscaleOptions> = { channels: "number" };

/**
 * Converts any image to gray, in one channel or in three.
 *
 * Colour becomes luma: `0.2989 red + 0.587 green + 0.114 blue`. Alpha is dropped; blend it first with
 * {@link compositeOver}.
 *
 * @throws RangeError if the image has more than 4 channels, or `channels` is not 1 or 3.
 * @see torchvision.transforms.Grayscale; {@link rgbToGrayscale}
 * @example
 * ```ts
 * import { toGrayscale } from "@tensorloom/image";
 *
 * const red = { data: Uint8Array.of(255, 0, 0), height: 1, width: 1, channels: 3 };
 * toGrayscale(red).data; // => Uint8Array.of(76)
 * toGrayscale(red, { channels: 3 }).data; // => Uint8Array.of(76, 76, 76)
 * ```
 */
export function toGrayscale<P extends Pixels>(image: Image<P>, options: ToGrayscaleOptions = {}): Image<P> {
  const { channels = 1 } = checkOptions("toGrayscale", options, KNOWN);
  oneOf("toGrayscale: channels", channels, [1, 3]);
  const checked = checkFourChannels("toGrayscale", image);
  const gray = setChannels(checked, 1);
  if (channels === 3) return setChannels(gray, 3);
  return gray === checked ? copyImage(gray) : gray;
}

/**
 * Checks that an image is gray or RGB, with or without alpha.
 *
 * @throws RangeError if it has more than 4 channels.
 */
export function checkFourChannels<P extends Pixels>(name: string, image: Image<P>): Image<P> {
  const checked = checkImage(name, image);
  if (checked.channels <= 4) return checked;
  throw new RangeError(`${name}: image must have 1 to 4 channels, got ${formatShape(checked)}`);
}
