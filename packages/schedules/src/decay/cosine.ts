import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { positive } from "../positive.ts";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Options of {@link cosine}.
 *
 * @inline
 */
export interface CosineOptions {
  /** The rate at step 0. */
  readonly start: number;
  /** The rate at step `steps` and after; default 0. Keras's `alpha` is `end / start`. */
  readonly end?: number | undefined;
  /** Steps from `start` to `end`. */
  readonly steps: number;
  /** The exponent of the wave, above 0; default 1. optax's `exponent`. */
  readonly power?: number | undefined;
}

const OPTIONS: OptionKinds<CosineOptions> = {
  start: "number",
  end: "number",
  steps: "number",
  power: "number",
};

/**
 * Creates a schedule that decays along half a cosine wave.
 *
 * The rate is `end + (start - end) * ((1 + cos(pi * min(step / steps, 1))) / 2) ** power`. For warm-up, wrap it in {@link warmUp}.
 *
 * @throws RangeError if a rate is below 0, or `steps` is not above 0.
 * @see Loshchilov and Hutter 2016, SGDR, arXiv:1608.03983
 * @see https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/
 * @example
 * ```ts
 * import { cosine } from "@tensorloom/schedules";
 *
 * const schedule = cosine({ start: 1, steps: 10 });
 * [schedule(0), schedule(5).toFixed(6), schedule(10), schedule(11)]; // => [1, "0.500000", 0, 0]
 * ```
 */
export function cosine(options: CosineOptions): Schedule {
  const { start, end = 0, steps, power = 1 } = checkOptions("cosine", options, OPTIONS);
  finite("cosine: start", start, 0);
  finite("cosine: end", end, 0);
  positive("cosine: steps", steps);
  positive("cosine: power", power);
  return schedule(
    "cosine",
    options,
    (step) => end + (start - end) * ((1 + Math.cos(Math.PI * Math.min(step / steps, 1))) / 2) ** power,
  );
}
