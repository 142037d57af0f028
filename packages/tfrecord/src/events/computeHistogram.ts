/**
 * Counts of values per interval, with their minimum, maximum and sums.
 *
 * @example
 * ```ts
 * import { type Histogram, histogramSummary } from "@tensorloom/tfrecord/events";
 *
 * const mean = ({ sum, count }: Histogram): number => sum / count;
 *
 * const summary = histogramSummary("weights", [1, 2, 6]);
 * summary.kind === "histogram" && mean(summary.histogram); // => 3
 * ```
 */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumSquares: number;
  /** The exclusive upper bound of each interval, ascending. Merged empty intervals have one bound. */
  readonly limits: readonly number[];
  readonly counts: readonly number[];
}

/** TensorFlow's bounds: from 1e-12 to 1e20, each 1.1 times the previous one, mirrored at 0. */
const LIMITS: readonly number[] = (() => {
  const positive: number[] = [];
  for (let limit = 1e-12; limit < 1e20; limit *= 1.1) positive.push(limit);
  positive.push(Number.MAX_VALUE);
  return [...positive.map((limit) => -limit).reverse(), 0, ...positive];
})();

/**
 * Counts values in TensorFlow's intervals. Consecutive empty intervals are merged.
 *
 * @throws RangeError if a value is NaN.
 * @see tensorflow/core/lib/histogram/histogram.cc
 */
export function computeHistogram(values: ArrayLike<number>): Histogram {
  const buckets = new Float64Array(LIMITS.length);
  let [min, max, sum, sumSquares] = [Number.MAX_VALUE, -Number.MAX_VALUE, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) throw new RangeError(`histogram: value ${String(i)} must be a number, got NaN`);
    buckets[findInterval(value)] += 1;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    sumSquares += value * value;
  }
  return { min, max, count: values.length, sum, sumSquares, ...mergeEmptyRuns(buckets) };
}

/** The index of the first interval whose upper bound is greater than a value (binary search). */
function findInterval(value: number): number {
  let [low, high] = [0, LIMITS.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (LIMITS[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function mergeEmptyRuns(buckets: Float64Array): Pick<Histogram, "limits" | "counts"> {
  const limits: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < buckets.length; i++) {
    if (buckets[i] === 0) while (i + 1 < buckets.length && buckets[i + 1] === 0) i += 1;
    limits.push(LIMITS[i]);
    counts.push(buckets[i]);
  }
  return { limits, counts };
}
