import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { positive } from "./positive.ts";
import { schedule, type Schedule } from "./schedule.ts";

/** How fast {@link exponential} falls. */
export interface ExponentialOptions {
  /** The rate at step 0. */
  readonly start: number;
  /** What the rate is multiplied by every `steps` steps. */
  readonly decay: number;
  /** Steps that one factor takes. */
  readonly steps: number;
  /** Whether the rate falls at once every `steps` steps, instead of a little at each; default false. */
  readonly staircase?: boolean | undefined;
}

const OPTIONS: OptionKinds<ExponentialOptions> = {
  start: "number",
  decay: "number",
  steps: "number",
  staircase: "boolean",
};

/**
 * A steady fall by factors: `start * decay ** (step / steps)`, the exponent rounded down for a staircase.
 *
 * @throws RangeError where an option is below 0, or `steps` is 0.
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
