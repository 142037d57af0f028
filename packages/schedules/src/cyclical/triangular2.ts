import { checkOptions } from "@tensorloom/core/internal";
import type { Schedule } from "../schedule.ts";
import { CYCLICAL, triangleWave, type CyclicalOptions } from "./triangleWave.ts";

/**
 * Creates a triangle wave whose height halves in each cycle.
 *
 * It is the wave of {@link triangular} with the height `1 / 2 ** (cycle - 1)`.
 *
 * @throws RangeError if a rate is below 0, or `halfCycle` is not above 0.
 * @see Smith 2015, Cyclical Learning Rates for Training Neural Networks, arXiv:1506.01186, section 3.1
 * @example
 * ```ts
 * import { triangular2 } from "@tensorloom/schedules";
 *
 * const schedule = triangular2({ base: 1, peak: 3, halfCycle: 2 });
 * [0, 2, 4, 6, 8].map(schedule); // => [1, 3, 1, 2, 1]
 * ```
 */
export function triangular2(options: CyclicalOptions): Schedule {
  checkOptions("triangular2", options, CYCLICAL);
  return triangleWave("triangular2", options, (cycle) => 2 ** (1 - cycle));
}
