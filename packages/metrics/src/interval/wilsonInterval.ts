import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { normalQuantile } from "../numeric/normal.ts";

/**
 * Options of {@link wilsonInterval}.
 *
 * @inline
 */
export interface WilsonOptions {
  /** The share of such intervals that contain the true value, between 0 and 1. Default 0.95. */
  readonly level?: number | undefined;
}

const OPTIONS: OptionKinds<WilsonOptions> = { level: "number" };

/**
 * Returns a share, such as an accuracy, with Wilson's score interval.
 *
 * With z the quantile of the normal distribution for the level, the interval of k of n is
 * `(k + z²/2 ± z · sqrt(k (n − k) / n + z²/4)) / (n + z²)`. It needs no samples, stays within 0 and 1, and is not empty
 * if all or none are hits. It assumes that rows are independent: for several rows per patient, and for metrics that are
 * no share of rows, use `bootstrapInterval` with `groups`.
 *
 * @param hits - How many are right, an integer from 0 to `rows`.
 * @param rows - How many there are, an integer of at least 1.
 * @throws RangeError if a number is out of range.
 * @see Wilson 1927, doi:10.2307/2276774; SciPy, `binomtest(…).proportion_ci(method="wilson")`; statsmodels,
 * `proportion_confint(method="wilson")`
 * @example
 * ```ts
 * import { wilsonInterval } from "@tensorloom/metrics";
 *
 * const { value, low, high } = wilsonInterval(20, 20);
 * [value, low.toFixed(2), high]; // => [1, "0.84", 1]
 * ```
 */
export function wilsonInterval(
  hits: number,
  rows: number,
  options: WilsonOptions = {},
): { readonly value: number; readonly low: number; readonly high: number } {
  const { level = 0.95 } = checkOptions("wilsonInterval", options, OPTIONS);
  integer("wilsonInterval: rows", rows, 1);
  integer("wilsonInterval: hits", hits, 0, rows);
  finite("wilsonInterval: level", level, Number.MIN_VALUE, 1 - Number.EPSILON);
  const z = normalQuantile((1 + level) / 2);
  const middle = hits + z ** 2 / 2;
  const half = z * Math.sqrt((hits * (rows - hits)) / rows + z ** 2 / 4);
  return {
    value: hits / rows,
    low: hits === 0 ? 0 : (middle - half) / (rows + z ** 2),
    high: hits === rows ? 1 : (middle + half) / (rows + z ** 2),
  };
}
