import { checkOptions, finite, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Options of {@link oneCycle}.
 *
 * @inline
 */
export interface OneCycleOptions {
  /** The highest rate. */
  readonly peak: number;
  /** Steps of the whole training run, at least 2; the last is `steps - 1`. */
  readonly steps: number;
  /** Fraction of the steps in which the rate rises, from 0 to 1; default 0.3. PyTorch's `pct_start`. */
  readonly rise?: number | undefined;
  /** The first rate is `peak / startDivisor`; default 25. PyTorch's `div_factor`. */
  readonly startDivisor?: number | undefined;
  /** The last rate is the first rate divided by this; default 10,000. PyTorch's `final_div_factor`. */
  readonly endDivisor?: number | undefined;
  /** Shape of the rise and the fall; default `"cosine"`. PyTorch's `anneal_strategy`. */
  readonly slope?: "cosine" | "linear" | undefined;
}

/** Slopes from 0 to 1 over a fraction from 0 to 1. */
const SLOPES = {
  cosine: (fraction: number): number => (1 - Math.cos(Math.PI * fraction)) / 2,
  linear: (fraction: number): number => fraction,
} as const;

const OPTIONS: OptionKinds<OneCycleOptions> = {
  peak: "number",
  steps: "number",
  rise: "number",
  startDivisor: "number",
  endDivisor: "number",
  slope: "string",
};

/**
 * Creates a one-cycle schedule: up to a peak, then down to almost 0.
 *
 * The peak is at step `rise * steps - 1` and the end at `steps - 1`, as in PyTorch; the rate then stays level. With
 * `rise: 1` it only rises: the last step has the highest rate.
 *
 * @throws RangeError if an option is out of range.
 * @see Smith and Topin 2017, Super-Convergence, arXiv:1708.07120
 * @see https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html
 * @example
 * ```ts
 * import { oneCycle } from "@tensorloom/schedules";
 *
 * const schedule = oneCycle({ peak: 1, steps: 11, rise: 6 / 11, startDivisor: 4, endDivisor: 2, slope: "linear" });
 * [schedule(0), schedule(5), schedule(10)]; // => [0.25, 1, 0.125]
 * ```
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const {
    peak,
    steps,
    rise = 0.3,
    startDivisor = 25,
    endDivisor = 10_000,
    slope = "cosine",
  } = checkOptions("oneCycle", options, OPTIONS);
  finite("oneCycle: peak", peak, 0);
  finite("oneCycle: steps", steps, 2);
  finite("oneCycle: rise", rise, 0, 1);
  finite("oneCycle: startDivisor", startDivisor, 1);
  finite("oneCycle: endDivisor", endDivisor, 1);
  const shape = SLOPES[oneOf("oneCycle: slope", slope, ["cosine", "linear"])];
  const [top, last] = [rise * steps - 1, steps - 1];
  const first = peak / startDivisor;
  const final = first / endDivisor;
  return schedule("oneCycle", options, (step) => {
    if (rise === 1 && step >= last) return peak; // no steps are left for a fall
    if (step < top) return first + (peak - first) * shape(step / top);
    if (step >= last) return final;
    return peak + (final - peak) * shape((step - top) / (last - top));
  });
}
