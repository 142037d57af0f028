import type { FlatTaps } from "./taps.ts";

/** Outputs that have the same weights, each one input further than the one before it. */
export interface EvenRun {
  readonly first: number;
  /** The end: the output after the last one. */
  readonly last: number;
  /** The number of weights. */
  readonly terms: number;
  /** The index of the weights of the first output in all weights. */
  readonly weight: number;
}

/** The longest run around the middle output. Taps of a blur have one from edge to edge; those of a resize have none. */
export function evenRun({ starts, ends, weights }: FlatTaps): EvenRun {
  const middle = starts.length >> 1;
  const beginOf = (i: number): number => (i === 0 ? 0 : ends[i - 1]);
  const [begin, terms] = [beginOf(middle), ends[middle] - beginOf(middle)];
  const isLike = (i: number): boolean => {
    if (starts[i] - starts[middle] !== i - middle || ends[i] - beginOf(i) !== terms) return false;
    for (let k = 0; k < terms; k++) if (weights[beginOf(i) + k] !== weights[begin + k]) return false;
    return true;
  };
  let [first, last] = [middle, middle + 1];
  while (first > 0 && isLike(first - 1)) first--;
  while (last < starts.length && isLike(last)) last++;
  return { first, last, terms, weight: beginOf(first) };
}
