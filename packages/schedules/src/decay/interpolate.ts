import { checkOptions, finite, oneOf, type OptionKinds, shown } from "@tensorloom/core/internal";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Options of {@link interpolate}.
 *
 * @inline
 */
export interface InterpolateOptions {
  /** Shape between two points: a line, or half a cosine wave. Default `"linear"`. */
  readonly slope?: "linear" | "cosine" | undefined;
}

const OPTIONS: OptionKinds<InterpolateOptions> = { slope: "string" };

/**
 * Creates a schedule through points, with a line between two.
 *
 * The rate is `rates[i]` at step `steps[i]`; before the first point it is the first rate, after the last one the last.
 *
 * @param steps - The steps of the points, ascending.
 * @param rates - The rates there, as many as `steps`.
 * @throws RangeError if the steps do not ascend, a rate is below 0, or the counts do not match.
 * @see https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html#optax.schedules.piecewise_interpolate_schedule
 * @example
 * ```ts
 * import { interpolate } from "@tensorloom/schedules";
 *
 * const schedule = interpolate([0, 10, 30], [0, 1, 0.5]);
 * [0, 5, 10, 20, 40].map(schedule); // => [0, 0.5, 1, 0.75, 0.5]
 * ```
 */
export function interpolate(
  steps: readonly number[],
  rates: readonly number[],
  options: InterpolateOptions = {},
): Schedule {
  const { slope = "linear" } = checkOptions("interpolate", options, OPTIONS);
  oneOf("interpolate: slope", slope, ["linear", "cosine"]);
  if (steps.length === 0 || rates.length !== steps.length)
    throw new RangeError(
      `interpolate: rates must be as many as the ${String(steps.length)} steps and at least 1, got ${shown(rates)}`,
    );
  steps.forEach((at, i) => finite(`interpolate: steps[${String(i)}]`, at, steps[i - 1] ?? 0));
  rates.forEach((rate, i) => finite(`interpolate: rates[${String(i)}]`, rate, 0));
  return schedule("interpolate", { steps: [...steps], rates: [...rates], slope }, (step) => {
    const next = steps.findIndex((at) => step < at);
    if (next === -1) return rates[rates.length - 1];
    if (next === 0) return rates[0];
    const fraction = (step - steps[next - 1]) / (steps[next] - steps[next - 1]);
    const shaped = slope === "linear" ? fraction : (1 - Math.cos(Math.PI * fraction)) / 2;
    return rates[next - 1] + (rates[next] - rates[next - 1]) * shaped;
  });
}
