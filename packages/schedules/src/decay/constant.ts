import { finite } from "@tensorloom/core/internal";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Creates a schedule with the same rate at every step.
 *
 * @throws RangeError if the rate is below 0 or not finite.
 * @example
 * ```ts
 * import { constant } from "@tensorloom/schedules";
 *
 * constant(0.01)(1000); // => 0.01
 * ```
 */
export function constant(rate: number): Schedule {
  finite("constant: rate", rate, 0);
  return schedule("constant", () => rate);
}
