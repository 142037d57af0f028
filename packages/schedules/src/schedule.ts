import { finite } from "@tensorloom/core/internal";

/**
 * A learning rate by step: a pure function, so that any step can be asked for at any time, and a resumed training
 * needs nothing but its step.
 *
 * What a step is, is up to who calls: a batch, or an epoch. The first is 0.
 *
 * @example
 * ```ts
 * import { warmUp, cosine, type Schedule } from "@tensorloom/schedules";
 *
 * const schedule: Schedule = warmUp(cosine({ start: 0.1, steps: 100 }), { steps: 10 });
 * [schedule(0), schedule(10), schedule(110)]; // => [0, 0.1, 0]
 * ```
 */
export type Schedule = (step: number) => number;

/** A schedule of a formula, which may count on a finite step of at least 0. */
export function schedule(name: string, formula: Schedule): Schedule {
  return (step) => formula(finite(`${name}: step`, step, 0));
}
