import { finite, integer, type Random } from "@tensorloom/core";
import { crop } from "../crop.ts";
import type { Image, Pixels } from "../image.ts";
import { resize, type ResizeOptions } from "../resize.ts";
import type { Augmentation } from "./augmentation.ts";

/** The size of the result and how much of the image may be in it. */
export interface RandomResizedCropOptions extends ResizeOptions {
  /** The least and the most of the image's area; default `[0.08, 1]`. */
  readonly area?: readonly [least: number, most: number] | undefined;
  /** The least and the most of width divided by height; default `[3 / 4, 4 / 3]`. */
  readonly aspect?: readonly [least: number, most: number] | undefined;
}

/**
 * Cuts out a rectangle of any area and aspect ratio within bounds, anywhere in the image, and resizes it.
 *
 * A rectangle that would reach outside is cut down to the image's side.
 *
 * @throws RangeError where a bound is out of range or upside down.
 * @see Szegedy et al. 2014, Going Deeper with Convolutions, arXiv:1409.4842, section 6
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomResizedCrop } from "@tensorloom/image";
 *
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * randomResizedCrop({ height: 32, width: 32, area: [0.5, 1] })(image, random(42)).width; // => 32
 * ```
 */
export function randomResizedCrop(options: RandomResizedCropOptions): Augmentation {
  const { area = [0.08, 1], aspect = [3 / 4, 4 / 3], ...size } = options;
  integer("randomResizedCrop: height", size.height, 1);
  integer("randomResizedCrop: width", size.width, 1);
  finite("randomResizedCrop: area[1]", area[1], finite("randomResizedCrop: area[0]", area[0], 0, 1), 1);
  finite(
    "randomResizedCrop: aspect[1]",
    aspect[1],
    finite("randomResizedCrop: aspect[0]", aspect[0], 0.01),
    100,
  );
  return <P extends Pixels>(image: Image<P>, random: Random) => {
    const pixels = image.height * image.width * (area[0] + (area[1] - area[0]) * random.uniform());
    const ratio = aspect[0] * (aspect[1] / aspect[0]) ** random.uniform(); // as likely twice as wide as twice as high
    const height = fit(Math.sqrt(pixels / ratio), image.height);
    const width = fit(Math.sqrt(pixels * ratio), image.width);
    const top = random.integer(image.height - height + 1);
    const left = random.integer(image.width - width + 1);
    return resize(crop(image, { top, left, height, width }), size);
  };
}

const fit = (side: number, most: number): number => Math.min(Math.max(Math.round(side), 1), most);
