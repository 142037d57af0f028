import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { positive } from "./positive.ts";
import { schedule, type Schedule } from "./schedule.ts";

/** How {@link polynomial} falls. */
export interface PolynomialOptions {
  /** The rate at step 0. */
  readonly start: number;
  /** The rate at step `steps`. */
  readonly end: number;
  /** Steps from one to the other. */
  readonly steps: number;
  /** The exponent, above 0: 1 is a line, 2 falls fast first, 0.5 fast last. Default 1. */
  readonly power?: number | undefined;
  /** Whether to start anew, higher than the end, each time the end is reached; default false, which stays there. */
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
 * A fall along a power: `end + (start - end) * (1 - step / steps) ** power`.
 *
 * With `cycle`, `steps` is replaced by the next multiple of it that `step` has not passed, so each fall begins half as
 * far above the end as a line would have it, a third, a quarter.
 *
 * @throws RangeError where a rate is below 0, or `steps` or `power` is not above 0.
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
  return schedule("polynomial", (step) => {
    const until = cycle ? steps * Math.max(Math.ceil(step / steps), 1) : steps;
    return end + (start - end) * (1 - Math.min(step, until) / until) ** power;
  });
}
