import { callable, finite } from "@tensorloom/core/internal";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Multiplies a schedule by a factor, such as the number of replicas.
 *
 * @throws TypeError if the schedule is not a function; RangeError if the factor is below 0 or not finite.
 * @see Goyal et al. 2017, Accurate, Large Minibatch SGD, arXiv:1706.02677, section 2.1
 * @example
 * ```ts
 * import { cosine, scale } from "@tensorloom/schedules";
 *
 * const replicas = 8; // each step sees eight times as many rows, so its rate is eight times as high
 * const schedule = scale(cosine({ start: 0.125, steps: 100 }), replicas);
 * [schedule(0), schedule(100)]; // => [1, 0]
 * ```
 */
export function scale(original: Schedule, factor: number): Schedule {
  callable("scale: schedule", original);
  finite("scale: factor", factor, 0);
  return schedule("scale", { schedule: original, factor }, (step) => factor * original(step));
}
