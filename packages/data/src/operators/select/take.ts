import { integer } from "@tensorloom/core/internal";
import { indexView } from "./indexView.ts";
import type { Operator } from "../../source.ts";

/**
 * Keeps the first `count` elements, and requests no more.
 *
 * @throws RangeError if `count` is not an integer of at least 0.
 * @see tf.data.Dataset.take
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(5).take(2).toArray(); // => [0, 1]
 * ```
 */
export function take<T>(count: number): Operator<T, T> {
  integer("take: count", count, 0);
  return indexView<T, Record<string, never>>(
    {
      label: `take(${String(count)})`,
      size: (upstream) => Math.min(upstream, count),
      part: (part) => part,
      work: () => ({ next: (element) => element, isDone: (index) => index >= count }),
    },
    (index) => index,
  );
}
