import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { positive } from "../positive.ts";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Options of a decay whose formula counts periods of `steps` steps.
 *
 * @inline
 */
export interface SteppedDecayOptions {
  /** The rate at step 0. */
  readonly start: number;
  /** How much the rate decays in each period: see the formula. */
  readonly decay: number;
  /** Steps per period. */
  readonly steps: number;
  /** Whether the rate changes once per period instead of at each step; default false. */
  readonly staircase?: boolean | undefined;
}

/** The kinds of these options. */
export const STEPPED_DECAY: OptionKinds<SteppedDecayOptions> = {
  start: "number",
  decay: "number",
  steps: "number",
  staircase: "boolean",
};

/**
 * Creates a schedule from a formula of `start`, `decay` and the periods that have passed.
 *
 * @param name - The public function, for errors.
 * @param formula - Returns the rate; the number of periods is whole for a staircase.
 * @param known - The kinds of the options.
 */
export function steppedDecay<O extends SteppedDecayOptions>(
  name: string,
  options: O,
  formula: (start: number, decay: number, periods: number) => number,
  known: OptionKinds<O>,
): Schedule {
  const { start, decay, steps, staircase = false } = checkOptions(name, options, known);
  finite(`${name}: start`, start, 0);
  finite(`${name}: decay`, decay, 0);
  positive(`${name}: steps`, steps);
  return schedule(name, options, (step) => {
    const periods = step / steps;
    return formula(start, decay, staircase ? Math.floor(periods) : periods);
  });
}
