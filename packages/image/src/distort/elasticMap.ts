import type { Random } from "@tensorloom/core";
import { boxBlur } from "../blur/boxBlur.ts";
import type { SourceMap } from "../warp/remap.ts";

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
    for (let i = 0; i < noise.length; i++) noise[i] = alpha * (2 * random.uniform() - 1);
    return boxBlur(noise, height, width, sigma);
  });
  for (let row = 0, i = 0; row < height; row++)
    for (let column = 0; column < width; column++, i++) {
      x[i] += column;
      y[i] += row;
    }
  return { height, width, x, y };
}
