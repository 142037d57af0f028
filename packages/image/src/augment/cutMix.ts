import type { Random } from "@tensorloom/core";
import { checkOptions } from "@tensorloom/core/internal";
import { copyImage, type Image, type Pixels } from "../image/image.ts";
import { checkAlpha, checkPair, MIX_OPTIONS, type Mixer, type MixOptions } from "./mixUp.ts";
import { drawLambda } from "./drawLambda.ts";

/**
 * Pastes a random rectangle of the second image into the first.
 *
 * The rectangle stays at its place, and its area is `1 - lambda` of the image's.
 *
 * A rectangle that extends beyond the image is clipped, and `lambda` is computed from the remaining area.
 *
 * @throws RangeError if `alpha` is not above 0; when it is applied, if the images are not of one shape and kind.
 * @see Yun et al. 2019, CutMix: Regularization Strategy to Train Strong Classifiers, arXiv:1905.04899
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { cutMix } from "@tensorloom/image";
 *
 * const [black, white] = [0, 1].map((value) => ({ data: new Float32Array(100).fill(value), height: 10, width: 10, channels: 1 }));
 * const { image, lambda } = cutMix()(black, white, random(42));
 * const ofTheSecond = image.data.reduce((sum, value) => sum + value) / 100;
 * Math.abs(ofTheSecond - (1 - lambda)) < 1e-9; // => true
 * ```
 */
export function cutMix(options: MixOptions = {}): Mixer {
  const { alpha = 1 } = checkOptions("cutMix", options, MIX_OPTIONS);
  checkAlpha("cutMix", alpha);
  return <P extends Pixels>(one: Image<P>, other: Image<P>, random: Random) => {
    const [first, second] = checkPair("cutMix", one, other);
    const { height, width, channels } = first;
    const side = Math.sqrt(1 - drawLambda(alpha, random));
    const [top, bottom] = span(random.uniform() * height, side * height, height);
    const [left, right] = span(random.uniform() * width, side * width, width);
    const image = copyImage(first);
    for (let y = top; y < bottom; y++) {
      const [from, to] = [(y * width + left) * channels, (y * width + right) * channels];
      image.data.set(second.data.subarray(from, to), from);
    }
    return { image, lambda: 1 - ((bottom - top) * (right - left)) / (height * width) };
  };
}

/** Returns the start and end of a rectangle within the image. */
function span(middle: number, length: number, most: number): readonly [from: number, to: number] {
  return [Math.max(Math.round(middle - length / 2), 0), Math.min(Math.round(middle + length / 2), most)];
}
