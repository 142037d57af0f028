import { checkOptions, integer } from "@tensorloom/core/internal";
import { AutoPrefetchDepth } from "../concurrency/prefetchDepth.ts";
import { prefetchStage } from "../concurrency/prefetchStage.ts";
import type { Operator } from "../source.ts";

/**
 * Within what `prefetch("auto")` may move.
 *
 * @inline
 */
export interface PrefetchOptions {
  /** The highest number of elements; default 64. */
  readonly max?: number | undefined;
  /** Bytes that the elements may hold together, roughly; default 256 MiB. */
  readonly maxBytes?: number | undefined;
}

/**
 * Makes up to `count` elements ready while the reader is busy.
 *
 * Where the upstream answers later (files, workers, parallel maps), the next element is asked for as soon as the last
 * one came. Where it answers at once, elements are made when the reader lets the event loop turn, and a reader that
 * never does pays nothing.
 *
 * @param count - How many elements to hold ready, at least 1; `"auto"` holds more where the reader found none ready.
 * @throws RangeError if `count` is not an integer of at least 1.
 * @see tf.data.Dataset.prefetch
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * const batches = range(100).map(async (x) => x, { concurrency: 4 }).batch(10).prefetch(2);
 * (await batches.toArray()).length; // => 10
 * ```
 */
export function prefetch<T>(count: number | "auto", options: PrefetchOptions = {}): Operator<T, T> {
  const { max = 64, maxBytes = 2 ** 28 } = checkOptions("prefetch", options, {
    max: "number",
    maxBytes: "number",
  });
  if (count !== "auto") integer("prefetch: count", count, 1);
  integer("prefetch: max", max, 1);
  integer("prefetch: maxBytes", maxBytes, 1);
  return prefetchStage(count, () =>
    count === "auto" ? new AutoPrefetchDepth(max, maxBytes) : { limit: count },
  );
}
