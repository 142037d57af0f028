import type { Random } from "@tensorloom/core";
import { boxBlur } from "../blur/boxBlur.ts";
import { hashWord } from "../noise/hashWord.ts";
import type { SourceMap } from "../warp/sourceMap.ts";

/**
 * The map of an elastic deformation: `alpha` times uniform noise in -1..1, blurred by a Gaussian.
 *
 * @param sigma - The standard deviation of the blur, in pixels.
 */
export function elasticMap(
  height: number,
  width: number,
  alpha: number,
  sigma: number,
  random: Random,
): SourceMap {
  const [x, y] = [0, 1].map(() => {
    const noise = new Float32Array(height * width);
    const seed = random.integer(2 ** 32);
    for (let i = 0; i < noise.length; i++) noise[i] = alpha * (hashWord(seed, i) / 2 ** 31);
    return boxBlur(noise, height, width, sigma);
  });
  for (let row = 0, i = 0; row < height; row++)
    for (let column = 0; column < width; column++, i++) {
      x[i] += column;
      y[i] += row;
    }
  return { height, width, x, y };
}
