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
export interface Schedule {
  (step: number): number;
  /** The schedule as plain data; undefined for a function of your own. See `scheduleToJson`. */
  readonly config?: ScheduleConfig | undefined;
}

/**
 * What a schedule of this package was created from.
 *
 * @inline
 */
export interface ScheduleConfig {
  /** The function that created it. */
  readonly name: string;
  /** Its options, and its other arguments by name; schedules are functions here. */
  readonly options: object;
}

/** Creates a schedule from a formula, which only gets finite steps of at least 0. */
export function schedule(name: string, options: object, formula: (step: number) => number): Schedule {
  const rate = (step: number): number => formula(finite(`${name}: step`, step, 0));
  return Object.assign(rate, { config: { name, options: { ...options } } });
}
