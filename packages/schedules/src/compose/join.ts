import { callable, finite, shown } from "@tensorloom/core/internal";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Joins schedules: one after another, each with its own steps from 0.
 *
 * @param schedules - One more than `boundaries`.
 * @param boundaries - The first step of each schedule except the first, ascending.
 * @throws TypeError if a schedule is not a function; RangeError if the boundaries do not ascend or the counts do not
 * match.
 * @see https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html#optax.schedules.join_schedules
 * @example
 * ```ts
 * import { constant, join, linear } from "@tensorloom/schedules";
 *
 * const schedule = join([linear({ start: 0, end: 1, steps: 2 }), constant(1), linear({ start: 1, end: 0, steps: 2 })], [2, 5]);
 * [0, 1, 2, 5, 6, 7].map(schedule); // => [0, 0.5, 1, 1, 0.5, 0]
 * ```
 */
export function join(schedules: readonly Schedule[], boundaries: readonly number[]): Schedule {
  if (schedules.length !== boundaries.length + 1)
    throw new RangeError(
      `join: schedules must be one more than the ${String(boundaries.length)} boundaries, got ${shown(schedules)}`,
    );
  for (const each of schedules) callable("join: schedule", each);
  boundaries.forEach((at, i) => finite(`join: boundaries[${String(i)}]`, at, boundaries[i - 1] ?? 0));
  return schedule("join", { schedules: [...schedules], boundaries: [...boundaries] }, (step) => {
    const current = boundaries.findLastIndex((boundary) => step >= boundary);
    return schedules[current + 1](step - (boundaries[current] ?? 0));
  });
}
