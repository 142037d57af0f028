import { type OptionKinds, finite } from "@tensorloom/core/internal";
import { positive } from "../positive.ts";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Options of the triangle waves.
 *
 * @inline
 */
export interface CyclicalOptions {
  /** The lowest rate, at the start of each cycle. */
  readonly base: number;
  /** The highest rate of the first cycle. */
  readonly peak: number;
  /** Steps from `base` to `peak`, half a cycle; Smith recommends 2 to 10 epochs. */
  readonly halfCycle: number;
}

/** The kinds of {@link CyclicalOptions}. */
export const CYCLICAL: OptionKinds<CyclicalOptions> = { base: "number", peak: "number", halfCycle: "number" };

/**
 * Creates a triangle wave whose height changes.
 *
 * The rate is `base + (peak - base) * max(0, 1 - |step / halfCycle - 2 * cycle + 1|) * height`, with
 * `cycle = floor(1 + step / (2 * halfCycle))`.
 *
 * @param height - The height of the wave by cycle, from 1, and step.
 */
export function triangleWave(
  name: string,
  options: CyclicalOptions,
  height: (cycle: number, step: number) => number,
): Schedule {
  const { base, peak, halfCycle } = options;
  finite(`${name}: base`, base, 0);
  finite(`${name}: peak`, peak, 0);
  positive(`${name}: halfCycle`, halfCycle);
  return schedule(name, options, (step) => {
    const cycle = Math.floor(1 + step / (2 * halfCycle));
    const distance = Math.abs(step / halfCycle - 2 * cycle + 1);
    return base + (peak - base) * Math.max(0, 1 - distance) * height(cycle, step);
  });
}
