/** A metric of a run, with its interval if there is one. */
export interface Metric {
  /** A short name without spaces, such as `rocAuc`. */
  readonly key: string;
  readonly name: string;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly better: "higher" | "lower";
}

/** How intervals are estimated. */
export interface IntervalPlan {
  /** Number of samples; 0: no intervals. */
  readonly samples: number;
  readonly seed: number;
  /** The unit of each row, if rows belong together. */
  readonly units: readonly string[] | undefined;
}

/** How many rows all samples together have at most, so that a report of 100,000 rows takes seconds. */
const MAX_DRAWS = 10_000_000;

/** The fewest samples whose quantiles are worth showing. */
const MIN_SAMPLES = 100;

/** How many samples of this many rows there are. */
export function affordableSamples(samples: number, rows: number): number {
  return Math.min(samples, Math.max(MIN_SAMPLES, Math.floor(MAX_DRAWS / rows)));
}
