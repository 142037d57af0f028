import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { positive } from "../positive.ts";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Options of {@link exponential}.
 *
 * @inline
 */
export interface ExponentialOptions {
  /** The rate at step 0. */
  readonly start: number;
  /** Factor on the rate every `steps` steps. */
  readonly decay: number;
  /** Steps per factor. */
  readonly steps: number;
  /** Whether the rate falls once every `steps` steps instead of at each step; default false. */
  readonly staircase?: boolean | undefined;
}

const OPTIONS: OptionKinds<ExponentialOptions> = {
  start: "number",
  decay: "number",
  steps: "number",
  staircase: "boolean",
};

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
export function exponential(options: ExponentialOptions): Schedule {
  const { start, decay, steps, staircase = false } = checkOptions("exponential", options, OPTIONS);
  finite("exponential: start", start, 0);
  finite("exponential: decay", decay, 0);
  positive("exponential: steps", steps);
  return schedule("exponential", (step) => {
    const factors = step / steps;
    return start * decay ** (staircase ? Math.floor(factors) : factors);
  });
}
