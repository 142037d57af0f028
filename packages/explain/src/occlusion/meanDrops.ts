import type { Size } from "../maps/saliencyMap.ts";
import type { PatchGrid } from "./patchGrid.ts";

/**
 * Spreads the drop of each patch over its pixels: a pixel has the mean of the patches that cover it.
 *
 * @param drops - One per patch, row by row.
 */
export function meanDrops(
  drops: Float32Array,
  { tops, lefts }: PatchGrid,
  size: number,
  image: Size,
): Float32Array {
  const { height, width } = image;
  const sums = new Float64Array(height * width);
  const counts = new Uint32Array(height * width);
  let patch = 0;
  for (const top of tops)
    for (const left of lefts) {
      const drop = drops[patch++];
      for (let row = top; row < top + size; row++)
        for (let at = row * width + left, end = at + size; at < end; at++) {
          sums[at] += drop;
          counts[at]++;
        }
    }
  return Float32Array.from(sums, (sum, at) => sum / counts[at]);
}
