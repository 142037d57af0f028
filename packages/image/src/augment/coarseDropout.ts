import type { Random } from "@tensorloom/core";
import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { checkImage, countColorChannels, copyImage, type Image, type Pixels } from "../image/image.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { pixelOnly } from "../transform/pixelOnly.ts";

/**
 * Options of {@link coarseDropout}.
 *
 * @inline
 */
export interface CoarseDropoutOptions {
  /** The number of rectangles; default 1. */
  readonly holes?: number | undefined;
  /**
   * The side of a rectangle, relative to the image's; default 0.375.
   *
   * It is above 0 and at most 1.
   */
  readonly side?: number | undefined;
  /** The value that fills them; default 0. */
  readonly value?: number | undefined;
}

const KNOWN: OptionKinds<CoarseDropoutOptions> = { holes: "number", side: "number", value: "number" };

/**
 * Erases random rectangles of an image; alpha is unchanged.
 *
 * The centre of a rectangle is within the image; its edges may be outside.
 *
 * @throws RangeError if an option is out of range; when it is applied, if the value does not fit a byte of the image.
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
export function coarseDropout(options: CoarseDropoutOptions = {}): Augmentation {
  const { holes = 1, side = 0.375, value = 0 } = checkOptions("coarseDropout", options, KNOWN);
  integer("coarseDropout: holes", holes, 0);
  finite("coarseDropout: side", side, 0, 1);
  finite("coarseDropout: value", value);
  return pixelOnly(<P extends Pixels>(image: Image<P>, random: Random) => {
    const checked = checkImage("coarseDropout", image);
    const { height, width, channels } = checked;
    const colors = countColorChannels(checked);
    if (checked.data instanceof Uint8Array) integer("coarseDropout: value", value, 0, 255);
    const result = copyImage(checked);
    for (let hole = 0; hole < holes; hole++) {
      const [top, bottom] = span(random.integer(height), height * side, height);
      const [left, right] = span(random.integer(width), width * side, width);
      for (let y = top; y < bottom; y++)
        fillColors(
          result.data,
          value,
          (y * width + left) * channels,
          (y * width + right) * channels,
          channels,
          colors,
        );
    }
    return result;
  });
}

/** Fills a run of pixels with a value, except for alpha. */
function fillColors(
  data: Pixels,
  value: number,
  from: number,
  to: number,
  channels: number,
  colors: number,
): void {
  if (colors === channels) data.fill(value, from, to);
  else for (let at = from; at < to; at += channels) data.fill(value, at, at + colors);
}

/** Returns the start and end of a hole within the image. */
function span(middle: number, length: number, most: number): readonly [from: number, to: number] {
  const from = middle - Math.floor(length / 2);
  return [Math.max(from, 0), Math.min(from + Math.round(length), most)];
}
