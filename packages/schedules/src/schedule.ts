import { finite } from "@tensorloom/core/internal";

/**
 * A learning-rate schedule: a pure function from a step to a rate.
 *
 * The first step is 0. The caller decides if a step is a batch or an epoch. Because a schedule has no state, a resumed
 * training run needs only its step.
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

/** Creates a schedule from a formula, which only gets finite steps of at least 0. */
export function schedule(name: string, formula: Schedule): Schedule {
  return (step) => formula(finite(`${name}: step`, step, 0));
}
