import { checkOptions, integer } from "@tensorloom/core/internal";
import { type Clock, machineClock } from "../clock.ts";
import type { Explanation } from "./explanation.ts";
import { forEach } from "../read/forEach.ts";
import { assertSource } from "../validate.ts";
import { meter } from "./meter.ts";
import { take } from "../operators/select/take.ts";
import type { Source } from "../source.ts";

/**
 * Options of {@link explain}.
 *
 * @inline
 */
export interface ExplainOptions {
  /** How many elements are read; default 1000, or all if there are fewer. */
  readonly elements?: number | undefined;
  /** Called with each element: set it to measure the consumer, too. */
  readonly visit?: ((element: unknown) => unknown) | undefined;
  /** The clock; default: the machine's. */
  readonly clock?: Clock | undefined;
}

const KNOWN = { elements: "number", visit: "function", clock: "function" } as const;

/**
 * Profiles a pipeline: reads some elements and reports the bottleneck.
 *
 * It measures throughput (elements) and latency (waiting time) of each stage.
 *
 * @returns An {@link Explanation}, which prints as a table.
 * @example
 * ```ts
 * import { explain, range } from "@tensorloom/data";
 *
 * const { stages } = await explain(range(100).map((x) => x * 2).batch(10));
 * stages.map(({ stage, elements }) => `${stage}: ${elements}`); // => ["range(100): 100", "map(): 100", "batch(10): 10"]
 * ```
 */
export async function explain<T>(source: Source<T>, options: ExplainOptions = {}): Promise<Explanation> {
  assertSource("explain: source", source);
  const {
    elements = 1000,
    visit = () => undefined,
    clock = machineClock,
  } = checkOptions("explain", options, KNOWN);
  integer("explain: elements", elements, 1);
  const measured = meter(source, clock);
  await forEach(take<T>(elements)(measured.source), visit);
  return measured.report();
}
