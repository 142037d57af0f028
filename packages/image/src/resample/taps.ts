/**
 * The input pixels and weights of each output pixel, along one axis.
 *
 * Output `i` is the sum over `k` of `weights[i][k] * input[starts[i] + k]`. The weights of an output add up to 1.
 */
export interface Taps {
  readonly starts: readonly number[];
  readonly weights: readonly (readonly number[])[];
}

/** Taps in typed arrays; the weights of output `i` end at `ends[i]`. */
export interface FlatTaps {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly weights: Float32Array;
}

const flattened = new WeakMap<Taps, FlatTaps>();

/** Joins the weights of all outputs; once for the same taps. */
export function flatten(taps: Taps): FlatTaps {
  const found = flattened.get(taps);
  if (found !== undefined) return found;
  const { starts, weights } = taps;
  const all = new Float32Array(weights.reduce((sum, { length }) => sum + length, 0));
  const ends = new Int32Array(weights.length);
  let end = 0;
  // A loop, because `weights.flat()` takes longer than a blur of 1024x1024 pixels in one direction.
  for (let i = 0; i < weights.length; i++) {
    for (const weight of weights[i]) all[end++] = weight;
    ends[i] = end;
  }
  const flat = { starts: Int32Array.from(starts), ends, weights: all };
  flattened.set(taps, flat);
  return flat;
}
