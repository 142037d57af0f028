import { checkOptions } from "@tensorloom/core/internal";
import type { Schedule } from "../schedule.ts";
import { CYCLICAL, triangleWave, type CyclicalOptions } from "./triangleWave.ts";

/**
 * Creates an endless triangle wave between two rates.
 *
 * @throws RangeError if a rate is below 0, or `halfCycle` is not above 0.
 * @see Smith 2015, Cyclical Learning Rates for Training Neural Networks, arXiv:1506.01186, section 3
 * @example
 * ```ts
 * import { triangular } from "@tensorloom/schedules";
 *
 * const schedule = triangular({ base: 1, peak: 3, halfCycle: 2 });
 * [0, 1, 2, 3, 4, 6].map(schedule); // => [1, 2, 3, 2, 1, 3]
 * ```
 */
export function triangular(options: CyclicalOptions): Schedule {
  checkOptions("triangular", options, CYCLICAL);
  return triangleWave("triangular", options, () => 1);
}
