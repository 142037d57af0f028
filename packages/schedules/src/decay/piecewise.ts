import { finite, shown } from "@tensorloom/core/internal";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Creates a schedule of constant pieces.
 *
 * The rate is `rates[0]` up to and including step `boundaries[0]`, then `rates[1]` up to and including `boundaries[1]`,
 * and the last rate after that.
 *
 * @param boundaries - The last step of each rate except the last, ascending.
 * @param rates - One more than `boundaries`.
 * @throws RangeError if the boundaries do not ascend, a rate is below 0, or the counts do not match.
 * @see https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/
 * @example
 * ```ts
 * import { piecewise } from "@tensorloom/schedules";
 *
 * const schedule = piecewise([10, 20], [1, 0.5, 0.1]);
 * [0, 10, 11, 20, 21].map(schedule); // => [1, 1, 0.5, 0.5, 0.1]
 * ```
 */
export function piecewise(boundaries: readonly number[], rates: readonly number[]): Schedule {
  if (rates.length !== boundaries.length + 1)
    throw new RangeError(
      `piecewise: rates must be one more than the ${String(boundaries.length)} boundaries, got ${shown(rates)}`,
    );
  boundaries.forEach((at, i) => finite(`piecewise: boundaries[${String(i)}]`, at, boundaries[i - 1] ?? 0));
  rates.forEach((rate, i) => finite(`piecewise: rates[${String(i)}]`, rate, 0));
  return schedule("piecewise", { boundaries: [...boundaries], rates: [...rates] }, (step) => {
    const passed = boundaries.findIndex((boundary) => step <= boundary);
    return rates[passed === -1 ? boundaries.length : passed];
  });
}
