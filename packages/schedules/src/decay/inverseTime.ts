import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { positive } from "../positive.ts";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Options of {@link inverseTime}.
 *
 * @inline
 */
export interface InverseTimeOptions {
  /** The rate at step 0. */
  readonly start: number;
  /** Increase of the divisor every `steps` steps. */
  readonly decay: number;
  /** Steps per increase. */
  readonly steps: number;
  /** Whether the divisor grows once every `steps` steps instead of at each step; default false. */
  readonly staircase?: boolean | undefined;
}

const OPTIONS: OptionKinds<InverseTimeOptions> = {
  start: "number",
  decay: "number",
  steps: "number",
  staircase: "boolean",
};

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
export function inverseTime(options: InverseTimeOptions): Schedule {
  const { start, decay, steps, staircase = false } = checkOptions("inverseTime", options, OPTIONS);
  finite("inverseTime: start", start, 0);
  finite("inverseTime: decay", decay, 0);
  positive("inverseTime: steps", steps);
  return schedule("inverseTime", (step) => {
    const passed = step / steps;
    return start / (1 + decay * (staircase ? Math.floor(passed) : passed));
  });
}
