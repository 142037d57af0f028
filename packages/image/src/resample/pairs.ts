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
