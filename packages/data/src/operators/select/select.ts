import { integer } from "@tensorloom/core/internal";
import { openIndex, withFingerprint } from "../../pass/recipe.ts";
import { withSplitCheck } from "../../random/assertSplittable.ts";
import type { Operator, Source } from "../../source.ts";
import { indexedSource } from "../../sources/indexed.ts";
import { assertArrayLike, assertUpstream } from "../../validate.ts";

/**
 * Keeps the elements at some positions, in their order.
 *
 * The result has random access, so it can be shuffled without a buffer. A position may occur several times.
 *
 * @param indices - Positions from 0, such as those of {@link split} or {@link kFold}. They are copied.
 * @throws TypeError if the upstream has no random access, or another order in each epoch; RangeError if an index is not
 * one of its positions.
 * @see PyTorch, `torch.utils.data.Subset`; Hugging Face datasets, `select`
 * @example
 * ```ts
 * import { fromArray } from "@tensorloom/data";
 *
 * await fromArray(["a", "b", "c", "d"]).select([3, 0]).toArray(); // => ["d", "a"]
 * ```
 */
export function select<T>(indices: ArrayLike<number>): Operator<T, T> {
  const positions = Float64Array.from(assertArrayLike("select: indices", indices, "positions"));
  positions.forEach((position, i) => integer(`select: indices[${String(i)}]`, position, 0));
  return withFingerprint((source) => selectedSource(source, positions), positions);
}

function selectedSource<T>(source: Source<T>, positions: Float64Array): Source<T> {
  const upstream = assertUpstream("select", source);
  const { indexed, size } = upstream;
  if (indexed === undefined || size === undefined)
    throw new TypeError(`select: ${upstream.label} has no random access; use it closer to the source`);
  const beyond = positions.findIndex((position) => position >= size);
  if (beyond >= 0)
    integer(`select: indices[${String(beyond)}] of ${upstream.label}`, positions[beyond], 0, size - 1);
  const selected = indexedSource({
    label: `${upstream.label}.select(${String(positions.length)})`,
    size: positions.length,
    parents: [upstream],
    indexed(epoch, start) {
      const elements = openIndex(upstream, indexed, epoch, start);
      return {
        length: positions.length,
        at: (index) => (index < positions.length ? elements.at(positions[index]) : undefined),
      };
    },
  });
  return withSplitCheck("select", selected, upstream);
}
