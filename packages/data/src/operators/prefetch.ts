import { checkOptions, integer } from "@tensorloom/core/internal";
import { AutoPrefetchDepth } from "../concurrency/prefetchDepth.ts";
import { prefetchStage } from "../concurrency/prefetchStage.ts";
import type { Operator } from "../source.ts";

/**
 * The limits of `prefetch("auto")`.
 *
 * @inline
 */
export interface PrefetchOptions {
  /** The maximum number of elements; default 64. */
  readonly max?: number | undefined;
  /** Approximate memory budget of the buffer, in bytes; default 256 MiB. */
  readonly maxBytes?: number | undefined;
}

/**
 * Fills a buffer of `count` elements while the consumer works.
 *
 * From an asynchronous upstream (files, workers, parallel maps), the next element is requested as soon as the last one
 * has arrived. From a synchronous upstream, elements are made when the consumer returns to the event loop; a synchronous
 * consumer has no overhead. A full buffer requests nothing (backpressure).
 *
 * @param count - The size of the buffer, at least 1. `"auto"` grows it whenever the consumer finds it empty.
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
