import type { Image, Pixels } from "../image/image.ts";
import type { Pairs } from "./pairs.ts";
import { pairsOfBytes } from "./pairsOfBytes.ts";
import type { Taps } from "./taps.ts";

/** Whether all weights are 1. */
export const isNearest = (rows: Taps, columns: Taps): boolean =>
  [rows, columns].every(({ weights }) => weights.every(({ length }) => length === 1));

/** Whether every output has at most two inputs on each axis, and half as many columns as the input or fewer. */
export function hasPairs(rows: Taps, columns: Taps, width: number): boolean {
  const isPair = ({ weights }: Taps): boolean => weights.every(({ length }) => length <= 2);
  return 2 * columns.starts.length <= width && isPair(rows) && isPair(columns);
}

/**
 * Resamples with at most two taps along each axis: nearest and bilinear.
 *
 * Only the pixels that contribute are read: 1024x1024 to 256x256 takes 1.1 ms, not 3.4 as with whole rows.
 */
export function resamplePairs(
  image: Image,
  down: Pairs,
  across: Pairs,
  takesNearest: boolean,
  result: Pixels,
): void {
  const output = result instanceof Uint8Array ? new Uint8ClampedArray(result.buffer) : result; // rounds to the nearest level
  const { data, channels } = image;
  const { near, far, nearWeights, farWeights } = across;
  if (!takesNearest && pairsOfBytes(image, down, across, result)) return;
  for (let y = 0, to = 0; y < down.near.length; y++) {
    const [upper, lower] = [down.near[y], down.far[y]];
    const [upperWeight, lowerWeight] = [down.nearWeights[y], down.farWeights[y]];
    if (takesNearest) {
      for (const left of near)
        for (let k = 0, from = upper + left; k < channels; k++) output[to++] = data[from++];
      continue;
    }
    for (let x = 0; x < near.length; x++) {
      const leftWeight = nearWeights[x];
      const rightWeight = farWeights[x];
      const [a, b, c, d] = [upper + near[x], upper + far[x], lower + near[x], lower + far[x]];
      // RGB is unrolled: 256x256 takes 0.65 ms, not 1.05 as with the loop below.
      if (channels === 3) {
        output[to] =
          leftWeight * (upperWeight * data[a] + lowerWeight * data[c]) +
          rightWeight * (upperWeight * data[b] + lowerWeight * data[d]);
        output[to + 1] =
          leftWeight * (upperWeight * data[a + 1] + lowerWeight * data[c + 1]) +
          rightWeight * (upperWeight * data[b + 1] + lowerWeight * data[d + 1]);
        output[to + 2] =
          leftWeight * (upperWeight * data[a + 2] + lowerWeight * data[c + 2]) +
          rightWeight * (upperWeight * data[b + 2] + lowerWeight * data[d + 2]);
        to += 3;
      } else
        for (let k = 0; k < channels; k++)
          output[to++] =
            leftWeight * (upperWeight * data[a + k] + lowerWeight * data[c + k]) +
            rightWeight * (upperWeight * data[b + k] + lowerWeight * data[d + k]);
    }
  }
}
