import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { positive } from "../positive.ts";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Options of {@link linear}.
 *
 * @inline
 */
export interface LinearOptions {
  /** The rate at step 0. */
  readonly start: number;
  /** The rate at step `steps` and after. */
  readonly end: number;
  /** Steps from `start` to `end`. */
  readonly steps: number;
}

const OPTIONS: OptionKinds<LinearOptions> = { start: "number", end: "number", steps: "number" };

/**
 * Creates a schedule that changes linearly, then stays level.
 *
 * The rate is `start + (end - start) * min(step / steps, 1)`.
 *
 * @throws RangeError if a rate is below 0, or `steps` is not above 0.
 * @see https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html#optax.schedules.linear_schedule
 * @example
 * ```ts
 * import { linear } from "@tensorloom/schedules";
 *
 * const schedule = linear({ start: 1, end: 0, steps: 4 });
 * [0, 1, 4, 9].map(schedule); // => [1, 0.75, 0, 0]
 * ```
 */
export function linear(options: LinearOptions): Schedule {
  const { start, end, steps } = checkOptions("linear", options, OPTIONS);
  finite("linear: start", start, 0);
  finite("linear: end", end, 0);
  positive("linear: steps", steps);
  return schedule("linear", options, (step) => start + (end - start) * Math.min(step / steps, 1));
}
