import { checkOptions, integer } from "@tensorloom/core/internal";
import { type Clock, machineClock } from "../clock.ts";
import type { Explanation } from "./explanation.ts";
import { forEach } from "../read/forEach.ts";
import { assertSource } from "../validate.ts";
import { meter } from "./meter.ts";
import { take } from "../operators/take.ts";
import type { Source } from "../source.ts";

/** How much is measured. */
export interface ExplainOptions {
  /** How many elements are read; default 1000, or all where there are fewer. */
  readonly elements?: number;
  /** What is done with each element, where the reader's share matters. */
  readonly visit?: (element: unknown) => unknown;
  /** What time is measured with; default: the machine's clock. */
  readonly clock?: Clock;
}

const KNOWN = { elements: "number", visit: "function", clock: "function" } as const;

/**
 * Reads a part of a source and tells where the time went, which stage holds the pipeline back, and what to change.
 *
 * @returns Prints as a table; `JSON.stringify` gives its fields.
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
