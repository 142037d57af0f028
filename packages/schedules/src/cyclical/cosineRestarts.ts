import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { positive } from "../positive.ts";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Options of {@link cosineRestarts}.
 *
 * @inline
 */
export interface CosineRestartsOptions {
  /** The rate at step 0. */
  readonly start: number;
  /** The rate at the end of every cycle; default 0. Keras's `alpha` is `end / start`. */
  readonly end?: number | undefined;
  /** Steps of the first cycle. */
  readonly steps: number;
  /** Each cycle is this many times longer than the previous one, at least 1; default 2. Keras's `t_mul`. */
  readonly lengthen?: number | undefined;
  /** Factor on the height of each next cycle; default 1. Keras's `m_mul`. */
  readonly lower?: number | undefined;
}

const OPTIONS: OptionKinds<CosineRestartsOptions> = {
  start: "number",
  end: "number",
  steps: "number",
  lengthen: "number",
  lower: "number",
};

/**
 * Creates a schedule of cosine decays with warm restarts (SGDR).
 *
 * At the fraction `t` of cycle `i`, the rate is `end + (start - end) * lower ** i * (1 + cos(pi * t)) / 2`. Cycle `i` has
 * `steps * lengthen ** i` steps.
 *
 * @throws RangeError if a rate is below 0, `steps` is not above 0, or `lengthen` is below 1.
 * @see Loshchilov and Hutter 2016, SGDR, arXiv:1608.03983
 * @see https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts/
 * @example
 * ```ts
 * import { cosineRestarts } from "@tensorloom/schedules";
 *
 * const schedule = cosineRestarts({ start: 1, steps: 10, lower: 0.5 });
 * [0, 10, 30].map(schedule); // => [1, 0.5, 0.25]
 * ```
 */
export function cosineRestarts(options: CosineRestartsOptions): Schedule {
  const { start, end = 0, steps, lengthen = 2, lower = 1 } = checkOptions("cosineRestarts", options, OPTIONS);
  finite("cosineRestarts: start", start, 0);
  finite("cosineRestarts: end", end, 0);
  positive("cosineRestarts: steps", steps);
  finite("cosineRestarts: lengthen", lengthen, 1);
  finite("cosineRestarts: lower", lower, 0);
  return schedule("cosineRestarts", options, (step) => {
    const { cycle, fraction } = findCycle(step, steps, lengthen);
    return end + ((start - end) * lower ** cycle * (1 + Math.cos(Math.PI * fraction))) / 2;
  });
}

/** Finds the cycle of a step, and the fraction in it. It counts: a logarithm would round to either side of a restart. */
function findCycle(
  step: number,
  steps: number,
  lengthen: number,
): { readonly cycle: number; readonly fraction: number } {
  if (lengthen === 1) return { cycle: Math.floor(step / steps), fraction: (step % steps) / steps };
  let [cycle, left, length] = [0, step, steps];
  for (; left >= length; cycle += 1, length *= lengthen) left -= length;
  return { cycle, fraction: left / length };
}
