import { callable, checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Options of {@link warmUp}.
 *
 * @inline
 */
export interface WarmUpOptions {
  /** Steps before the schedule begins. */
  readonly steps: number;
  /** The rate at step 0; default 0. */
  readonly start?: number | undefined;
}

const OPTIONS: OptionKinds<WarmUpOptions> = { steps: "number", start: "number" };

/**
 * Adds a linear warm-up in front of a schedule.
 *
 * Before `steps` the rate is `start + (schedule(0) - start) * step / steps`, afterwards `schedule(step - steps)`.
 *
 * @throws TypeError if the schedule is not a function; RangeError if an option is below 0.
 * @see Goyal et al. 2017, Accurate, Large Minibatch SGD, arXiv:1706.02677, section 2.2
 * @example
 * ```ts
 * import { constant, warmUp } from "@tensorloom/schedules";
 *
 * const schedule = warmUp(constant(8), { steps: 4 });
 * [0, 1, 4, 5].map(schedule); // => [0, 2, 8, 8]
 * ```
 */
export function warmUp(then: Schedule, options: WarmUpOptions): Schedule {
  const { steps, start = 0 } = checkOptions("warmUp", options, OPTIONS);
  callable("warmUp: schedule", then);
  finite("warmUp: steps", steps, 0);
  finite("warmUp: start", start, 0);
  return schedule("warmUp", { schedule: then, steps, start }, (step) =>
    step < steps ? start + ((then(0) - start) * step) / steps : then(step - steps),
  );
}
