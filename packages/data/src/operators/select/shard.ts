import { integer } from "@tensorloom/core/internal";
import { SKIP } from "../../pass/maybeAsync.ts";
import { indexView } from "./indexView.ts";
import type { Operator } from "../../source.ts";

/**
 * Keeps every `count`-th element, from the one at `index`.
 *
 * The shards of all workers together are the whole.
 *
 * @param count - The number of shards.
 * @param index - The index of this shard, from 0.
 * @see tf.data.Dataset.shard
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(5).shard(2, 0).toArray(); // => [0, 2, 4]
 * await range(5).shard(2, 1).toArray(); // => [1, 3]
 * ```
 */
export function shard<T>(count: number, index: number): Operator<T, T> {
  integer("shard: count", count, 1);
  integer("shard: index", index, 0, count - 1);
  return indexView<T, Record<string, never>>(
    {
      label: `shard(${String(count)}, ${String(index)})`,
      size: (upstream) => Math.max(0, Math.ceil((upstream - index) / count)),
      work: () => ({ next: (element, at) => (at % count === index ? element : SKIP) }),
    },
    (at) => at * count + index,
  );
}
