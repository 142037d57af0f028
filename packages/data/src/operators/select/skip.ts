import { integer } from "@tensorloom/core/internal";
import { SKIP } from "../../pass/maybeAsync.ts";
import { indexView } from "./indexView.ts";
import { withSplitCheck } from "../../random/assertSplittable.ts";
import type { Operator } from "../../source.ts";

/**
 * Drops the first `count` elements.
 *
 * @throws RangeError if `count` is not an integer of at least 0. TypeError if it is applied after a stage whose order
 * differs in each epoch, because a split would leak. Set `shuffle({ reshuffle: true })` to allow it.
 * @see tf.data.Dataset.skip
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(5).skip(3).toArray(); // => [3, 4]
 * ```
 */
export function skip<T>(count: number): Operator<T, T> {
  integer("skip: count", count, 0);
  const skipping = indexView<T, Record<string, never>>(
    {
      label: `skip(${String(count)})`,
      size: (upstream) => Math.max(0, upstream - count),
      work: () => ({ next: (element, index) => (index < count ? SKIP : element) }),
    },
    (index) => index + count,
  );
  return (upstream) => {
    const source = skipping(upstream);
    return count > 0 ? withSplitCheck("skip", source, upstream) : source;
  };
}
