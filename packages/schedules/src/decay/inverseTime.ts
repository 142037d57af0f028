import type { Schedule } from "../schedule.ts";
import { STEPPED_DECAY, steppedDecay, type SteppedDecayOptions } from "./steppedDecay.ts";

/**
 * Creates a schedule that decays with the inverse of time.
 *
 * The rate is `start / (1 + decay * step / steps)`, with `step / steps` rounded down for a staircase.
 *
 * @throws RangeError if an option is below 0, or `steps` is 0.
 * @see https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/
 * @example
 * ```ts
 * import { inverseTime } from "@tensorloom/schedules";
 *
 * const schedule = inverseTime({ start: 1, decay: 1, steps: 10 });
 * [0, 10, 30].map(schedule); // => [1, 0.5, 0.25]
 * ```
 */
export function inverseTime(options: SteppedDecayOptions): Schedule {
  return steppedDecay(
    "inverseTime",
    options,
    (start, decay, periods) => start / (1 + decay * periods),
    STEPPED_DECAY,
  );
}
