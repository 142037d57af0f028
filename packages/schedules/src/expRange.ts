import { checkOptions, finite } from "@tensorloom/core/internal";
import type { Schedule } from "./schedule.ts";
import { CYCLICAL, triangleWave, type CyclicalOptions } from "./triangleWave.ts";

/** The wave of {@link expRange}. */
export interface ExpRangeOptions extends CyclicalOptions {
  /** What the height is multiplied by at each step, from 0 to 1: 0.99994 halves it in 11,552 steps. */
  readonly decay: number;
}

/**
 * The triangle wave of {@link triangular}, its height falling by a factor at each step: height `decay ** step`.
 *
 * @throws RangeError where a rate is below 0, `halfCycle` is not above 0, or `decay` is not from 0 to 1.
 * @see Smith 2015, Cyclical Learning Rates for Training Neural Networks, arXiv:1506.01186, section 3.1
 * @example
 * ```ts
 * import { expRange } from "@tensorloom/schedules";
 *
 * const schedule = expRange({ base: 0, peak: 8, halfCycle: 1, decay: 0.5 });
 * [0, 1, 2, 3].map(schedule); // => [0, 4, 0, 1]
 * ```
 */
export function expRange(given: ExpRangeOptions): Schedule {
  const { decay, ...options } = checkOptions<ExpRangeOptions>("expRange", given, {
    ...CYCLICAL,
    decay: "number",
  });
  finite("expRange: decay", decay, 0, 1);
  return triangleWave("expRange", options, (_cycle, step) => decay ** step);
}
