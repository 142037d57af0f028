import { callable } from "@tensorloom/core/internal";
import { positive } from "../positive.ts";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Converts a schedule of epochs into a schedule of steps.
 *
 * The rate changes once per epoch.
 *
 * @param epochs - A schedule that counts epochs.
 * @param stepsPerEpoch - Steps per epoch, above 0.
 * @throws TypeError if the schedule is not a function; RangeError if `stepsPerEpoch` is not above 0.
 * @example
 * ```ts
 * import { byEpoch, exponential } from "@tensorloom/schedules";
 *
 * const schedule = byEpoch(exponential({ start: 1, decay: 0.5, steps: 1 }), 100);
 * [0, 99, 100, 250].map(schedule); // => [1, 1, 0.5, 0.25]
 * ```
 */
export function byEpoch(epochs: Schedule, stepsPerEpoch: number): Schedule {
  callable("byEpoch: schedule", epochs);
  positive("byEpoch: stepsPerEpoch", stepsPerEpoch);
  return schedule("byEpoch", { schedule: epochs, stepsPerEpoch }, (step) =>
    epochs(Math.floor(step / stepsPerEpoch)),
  );
}
