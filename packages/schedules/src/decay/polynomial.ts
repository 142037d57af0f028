import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { positive } from "../positive.ts";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Options of {@link polynomial}.
 *
 * @inline
 */
export interface PolynomialOptions {
  /** The rate at step 0. */
  readonly start: number;
  /** The rate at step `steps`. */
  readonly end: number;
  /** Steps from `start` to `end`. */
  readonly steps: number;
  /** The exponent, above 0: 1 is a line, 2 falls fast at first, 0.5 fast at last. Default 1. */
  readonly power?: number | undefined;
  /** Whether to restart above `end` each time `end` is reached, instead of staying level; default false. */
  readonly cycle?: boolean | undefined;
}

const OPTIONS: OptionKinds<PolynomialOptions> = {
  start: "number",
  end: "number",
  steps: "number",
  power: "number",
  cycle: "boolean",
};

/**
 * Creates a schedule that decays by a power of the remaining steps.
 *
 * The rate is `end + (start - end) * (1 - step / steps) ** power`. With `cycle`, `steps` is replaced by its next multiple
 * that `step` has not passed: the second decay begins at half of the height (for `power` 1), the third at a third.
 *
 * @throws RangeError if a rate is below 0, or `steps` or `power` is not above 0.
 * @see https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/
 * @example
 * ```ts
 * import { polynomial } from "@tensorloom/schedules";
 *
 * const schedule = polynomial({ start: 1, end: 0, steps: 4, power: 2 });
 * [0, 2, 4, 5].map(schedule); // => [1, 0.25, 0, 0]
 * ```
 */
export function polynomial(options: PolynomialOptions): Schedule {
  const { start, end, steps, power = 1, cycle = false } = checkOptions("polynomial", options, OPTIONS);
  finite("polynomial: start", start, 0);
  finite("polynomial: end", end, 0);
  positive("polynomial: steps", steps);
  positive("polynomial: power", power);
  return schedule("polynomial", options, (step) => {
    const length = cycle ? steps * Math.max(Math.ceil(step / steps), 1) : steps;
    return end + (start - end) * (1 - Math.min(step, length) / length) ** power;
  });
}
