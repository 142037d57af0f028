import { checkOptions, finite, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { schedule, type Schedule } from "./schedule.ts";

/** The shape of {@link oneCycle}. */
export interface OneCycleOptions {
  /** The highest rate. */
  readonly peak: number;
  /** Steps of the whole training, at least 2; the last is `steps - 1`. */
  readonly steps: number;
  /** The part of the steps that goes up, between 0 and 1; default 0.3. */
  readonly rise?: number | undefined;
  /** The first rate is `peak / startDivisor`; default 25. */
  readonly startDivisor?: number | undefined;
  /** The last rate is the first divided by this; default 10,000. */
  readonly endDivisor?: number | undefined;
  /** The form of both slopes; default `"cosine"`. */
  readonly slope?: "cosine" | "linear" | undefined;
}

/** The form of a slope: from 0 to 1 as its place goes from 0 to 1. */
const SLOPES = {
  cosine: (place: number): number => (1 - Math.cos(Math.PI * place)) / 2,
  linear: (place: number): number => place,
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
 * Up from a low rate to a high one, then down to almost nothing: one cycle for the whole training.
 *
 * The top is at step `rise * steps - 1` and the end at `steps - 1`, as in PyTorch; the rate stays at the end after it.
 * With `rise: 1` it only rises: the last step has the highest rate.
 *
 * @throws RangeError where an option is out of its range.
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
  const form = SLOPES[oneOf("oneCycle: slope", slope, ["cosine", "linear"])];
  const [top, last] = [rise * steps - 1, steps - 1];
  const first = peak / startDivisor;
  const final = first / endDivisor;
  return schedule("oneCycle", (step) => {
    if (rise === 1 && step >= last) return peak; // nothing is left to fall in
    if (step < top) return first + (peak - first) * form(step / top);
    if (step >= last) return final;
    return peak + (final - peak) * form((step - top) / (last - top));
  });
}
