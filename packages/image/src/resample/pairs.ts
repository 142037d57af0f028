import type { Taps } from "./taps.ts";

/** The two neighbours of each output and their weights. */
export interface Pairs {
  readonly near: Int32Array;
  readonly far: Int32Array;
  readonly nearWeights: Float64Array;
  readonly farWeights: Float64Array;
}

/** Finds the two taps of each output; inputs are `stride` apart. */
export function findPairs({ starts, weights }: Taps, stride: number): Pairs {
  return {
    near: Int32Array.from(starts, (start) => start * stride),
    far: Int32Array.from(starts, (start, i) => (start + weights[i].length - 1) * stride),
    nearWeights: Float64Array.from(weights, ([first]) => first),
    farWeights: Float64Array.from(weights, ([, second = 0]) => second),
  };
}

/**
 * The pairs of a bilinear resize along one axis: those of its taps, without an array for each output.
 *
 * @param from - The first input, if a part of the image is resized.
 * @returns undefined if an output has three taps: it is in the middle of an input, and both neighbours have no weight.
 */
export function bilinearPairs(
  input: number,
  output: number,
  from: number,
  stride: number,
): Pairs | undefined {
  const [near, far] = [new Int32Array(output), new Int32Array(output)];
  const [nearWeights, farWeights] = [new Float64Array(output), new Float64Array(output)];
  for (let i = 0; i < output; i++) {
    const centre = (i + 0.5) * (input / output);
    const start = Math.max(Math.ceil(centre - 1 - 0.5), 0);
    const end = Math.min(Math.floor(centre + 1 - 0.5), input - 1);
    if (end - start > 1) return undefined;
    const first = 1 - Math.abs(start + 0.5 - centre);
    const second = end > start ? 1 - Math.abs(end + 0.5 - centre) : 0;
    near[i] = (from + start) * stride;
    far[i] = (from + end) * stride;
    nearWeights[i] = first / (first + second);
    farWeights[i] = second / (first + second);
  }
  return { near, far, nearWeights, farWeights };
}
