import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { positive } from "./positive.ts";
import { schedule, type Schedule } from "./schedule.ts";

/** The waves of {@link cosineRestarts}. */
export interface CosineRestartsOptions {
  /** The rate at step 0. */
  readonly start: number;
  /** The rate that every fall goes to; default 0. Keras's `alpha` is `end / start`. */
  readonly end?: number | undefined;
  /** Steps of the first fall. */
  readonly steps: number;
  /** How many times longer each fall is than the one before, at least 1; default 2. Keras's `t_mul`. */
  readonly lengthen?: number | undefined;
  /** What each fall's height is multiplied by; default 1. Keras's `m_mul`. */
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
 * Half a cosine wave down, again and again (SGDR): in fall `i`, at `t` of its length,
 * `end + (start - end) * lower ** i * (1 + cos(pi * t)) / 2`; it takes `steps * lengthen ** i` steps.
 *
 * @throws RangeError where a rate is below 0, `steps` is not above 0, or `lengthen` is below 1.
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
  return schedule("cosineRestarts", (step) => {
    const { fall, part } = place(step, steps, lengthen);
    return end + ((start - end) * lower ** fall * (1 + Math.cos(Math.PI * part))) / 2;
  });
}

/** Which fall a step is in, and how far. Counted, not taken from a logarithm, which rounds to either side of a restart. */
function place(
  step: number,
  steps: number,
  lengthen: number,
): { readonly fall: number; readonly part: number } {
  if (lengthen === 1) return { fall: Math.floor(step / steps), part: (step % steps) / steps };
  let [fall, left, length] = [0, step, steps];
  for (; left >= length; fall += 1, length *= lengthen) left -= length;
  return { fall, part: left / length };
}
