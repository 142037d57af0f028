import { callable } from "@tensorloom/core/internal";
import { type Clock, machineClock } from "../clock.ts";
import { openParent, withOpen } from "../pass/recipe.ts";
import type { Source } from "../source.ts";
import { assertSource } from "../validate.ts";
import type { Explanation } from "./explanation.ts";
import { MeterInstrumentation } from "./meterInstrumentation.ts";

/**
 * A source whose passes are measured, and a report of the measurements so far.
 *
 * @inline
 */
export interface Meter<T> {
  /** Has the same elements. Train on it, or read it in any other way. */
  readonly source: Source<T>;
  /** Returns the profile up to now. */
  report(): Explanation;
}

/**
 * Profiles a pipeline while something else, such as training, reads it. See {@link explain}.
 *
 * @example
 * ```ts
 * import { forEach, meter, range } from "@tensorloom/data";
 *
 * const { source, report } = meter(range(100).map((x) => x * 2));
 * await forEach(source, () => undefined);
 * report().stages.map(({ elements }) => elements); // => [100, 100]
 * ```
 */
export function meter<T>(source: Source<T>, clock: Clock = machineClock): Meter<T> {
  const measured = new MeterInstrumentation(
    assertSource("meter: source", source),
    callable("meter: clock", clock),
  );
  return {
    source: withOpen(source, (start) =>
      measured.timed(openParent(source, { ...start, instrumentation: measured })),
    ),
    report: () => measured.report(),
  };
}
