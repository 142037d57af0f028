import type { FlatTaps } from "./taps.ts";

/** Neighbouring outputs with the same number of weights. */
export interface EqualRun {
  readonly first: number;
  /** The end: the output after the last one; the run is a multiple of four. */
  readonly last: number;
  readonly terms: number;
  /** The index of the weights of the first output in all weights. */
  readonly weight: number;
}

/** The runs of at least four outputs with the same number of weights. A resize has few: one, or one between the edges. */
export function equalRuns({ ends }: FlatTaps): readonly EqualRun[] {
  const runs: EqualRun[] = [];
  const beginOf = (i: number): number => (i === 0 ? 0 : ends[i - 1]);
  for (let first = 0, last = 0; first < ends.length; first = last) {
    const [weight, terms] = [beginOf(first), ends[first] - beginOf(first)];
    while (last < ends.length && ends[last] - beginOf(last) === terms) last++;
    const length = (last - first) & ~3;
    if (length > 0) runs.push({ first, last: first + length, terms, weight });
  }
  return runs;
}
