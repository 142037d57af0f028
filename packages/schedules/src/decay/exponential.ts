import type { Schedule } from "../schedule.ts";
import { steppedDecay, type SteppedDecayOptions } from "./steppedDecay.ts";

/**
 * Creates a schedule that decays exponentially.
 *
 * The rate is `start * decay ** (step / steps)`, with the exponent rounded down for a staircase.
 *
 * @throws RangeError if an option is below 0, or `steps` is 0.
 * @see https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/
 * @example
 * ```ts
 * import { exponential } from "@tensorloom/schedules";
 *
 * const schedule = exponential({ start: 1, decay: 0.25, steps: 2 });
 * [0, 1, 2].map(schedule); // => [1, 0.5, 0.25]
 * ```
 */
export function exponential(options: SteppedDecayOptions): Schedule {
  return steppedDecay("exponential", options, (start, decay, periods) => start * decay ** periods);
}
