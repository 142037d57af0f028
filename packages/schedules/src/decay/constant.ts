import { finite } from "@tensorloom/core/internal";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Creates a schedule with the same rate at every step.
 *
 * @throws RangeError if the rate is below 0 or not finite.
 * @example
 * ```ts
 * import { constant, join, linear } from "@tensorloom/schedules";
 *
 * const schedule = join([constant(1), linear({ start: 1, end: 0, steps: 4 })], [10]);
 * [0, 9, 10, 12, 14].map(schedule); // => [1, 1, 1, 0.5, 0]
 * ```
 */
export function constant(rate: number): Schedule {
  finite("constant: rate", rate, 0);
  return schedule("constant", { rate }, () => rate);
}
