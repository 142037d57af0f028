import { checkOptions, finite } from "@tensorloom/core/internal";
import type { Schedule } from "../schedule.ts";
import { CYCLICAL, triangleWave, type CyclicalOptions } from "./triangleWave.ts";

/**
 * Options of {@link expRange}.
 *
 * @inline
 */
export interface ExpRangeOptions extends CyclicalOptions {
  /** Factor on the height per step, from 0 to 1: 0.99994 halves it in 11,552 steps. */
  readonly decay: number;
}

/**
 * Creates a triangle wave whose height decays exponentially.
 *
 * It is the wave of {@link triangular} with the height `decay ** step`.
 *
 * @throws RangeError if a rate is below 0, `halfCycle` is not above 0, or `decay` is not from 0 to 1.
 * @see Smith 2015, Cyclical Learning Rates for Training Neural Networks, arXiv:1506.01186, section 3.1
 * @example
 * ```ts
 * import { expRange } from "@tensorloom/schedules";
 *
 * const schedule = expRange({ base: 0, peak: 8, halfCycle: 1, decay: 0.5 });
 * [0, 1, 2, 3].map(schedule); // => [0, 4, 0, 1]
 * ```
 */
export function expRange(options: ExpRangeOptions): Schedule {
  const { decay } = checkOptions<ExpRangeOptions>("expRange", options, {
    ...CYCLICAL,
    decay: "number",
  });
  finite("expRange: decay", decay, 0, 1);
  return triangleWave("expRange", options, (_cycle, step) => decay ** step);
}
