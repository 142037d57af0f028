import { finite, integer, type Random } from "@tensorloom/core";
import { crop } from "../crop.ts";
import type { Image, Pixels } from "../image.ts";
import type { Augmentation } from "./augmentation.ts";

/** The holes of {@link coarseDropout}. */
export interface CoarseDropoutOptions {
  /** How many; default 1. */
  readonly holes?: number | undefined;
  /** The side of each, as a part of the image's, above 0 and up to 1; default 0.375. */
  readonly side?: number | undefined;
  /** What they are filled with; default 0. */
  readonly value?: number | undefined;
}

/**
 * Blots out rectangles anywhere in an image; a hole's middle is within the image, its ends may be outside.
 *
 * @throws RangeError where an option is out of range; when it is used, where the value does not fit a byte of the image.
 * @see DeVries and Taylor 2017, Improved Regularization of Convolutional Neural Networks with Cutout, arXiv:1708.04552
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { coarseDropout } from "@tensorloom/image";
 *
 * const white = { data: new Uint8Array(64 * 64).fill(255), height: 64, width: 64, channels: 1 };
 * coarseDropout({ holes: 8, side: 0.125 })(white, random(42)).data.includes(0); // => true
 * ```
 */
export function coarseDropout({
  holes = 1,
  side = 0.375,
  value = 0,
}: CoarseDropoutOptions = {}): Augmentation {
  integer("coarseDropout: holes", holes, 0);
  finite("coarseDropout: side", side, 0, 1);
  finite("coarseDropout: value", value);
  return <P extends Pixels>(image: Image<P>, random: Random) => {
    const { height, width, channels } = image;
    if (image.data instanceof Uint8Array) integer("coarseDropout: value", value, 0, 255);
    const result = crop(image, { height, width }); // a copy
    for (let hole = 0; hole < holes; hole++) {
      const [top, bottom] = span(random.integer(height), height * side, height);
      const [left, right] = span(random.integer(width), width * side, width);
      for (let y = top; y < bottom; y++)
        result.data.fill(value, (y * width + left) * channels, (y * width + right) * channels);
    }
    return result;
  };
}

/** The pixels from which to which a hole reaches that lies about a middle. */
function span(middle: number, length: number, most: number): readonly [from: number, to: number] {
  const from = middle - Math.floor(length / 2);
  return [Math.max(from, 0), Math.min(from + Math.round(length), most)];
}
