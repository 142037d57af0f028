import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import type { Schedule } from "../schedule.ts";
import { STEPPED_DECAY, steppedDecay, type SteppedDecayOptions } from "./steppedDecay.ts";

/**
 * Options of {@link exponential}.
 *
 * @inline
 */
export interface ExponentialOptions extends SteppedDecayOptions {
  /** The rate that the decay stops at: the lowest, or the highest if `decay` is above 1. Default: none. */
  readonly end?: number | undefined;
}

const OPTIONS: OptionKinds<ExponentialOptions> = { ...STEPPED_DECAY, end: "number" };

/**
 * Creates a schedule that decays exponentially.
 *
 * The rate is `start * decay ** (step / steps)`, with the exponent rounded down for a staircase. It does not go
 * beyond `end`.
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
  const { end, decay: factor } = checkOptions("exponential", options, OPTIONS);
  if (end !== undefined) finite("exponential: end", end, 0);
  const bound = factor < 1 ? Math.max : Math.min;
  return steppedDecay(
    "exponential",
    options,
    (start, decay, periods) => {
      const rate = start * decay ** periods;
      return end === undefined ? rate : bound(rate, end);
    },
    OPTIONS,
  );
}
