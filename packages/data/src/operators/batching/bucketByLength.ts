import { callable, checkOptions, finite, integer } from "@tensorloom/core/internal";
import { assertList } from "../../validate.ts";
import { withFingerprint } from "../../pass/recipe.ts";
import type { Operator } from "../../source.ts";
import { groupStage } from "./groupByWindow.ts";

/**
 * Options of {@link bucketByLength}.
 *
 * @inline
 */
export interface BucketOptions<T, B> {
  /** Upper bounds of the buckets, ascending. Bucket `i` holds lengths below `boundaries[i]`, the last one all others. */
  readonly boundaries: readonly number[];
  /** The batch size of each bucket: one more than the boundaries. */
  readonly sizes: readonly number[];
  /** Whether incomplete batches at the end are dropped; default false. */
  readonly dropRemainder?: boolean | undefined;
  /**
   * Collates a batch, sync or async; default: an array of its elements. {@link pad} pads to the longest list;
   * `(lists, bucket) => pad(lists, { length: boundaries[bucket] })` pads to the bucket's boundary.
   */
  readonly collate?: ((elements: readonly T[], bucket: number) => B | PromiseLike<B>) | undefined;
}

const KNOWN = { boundaries: "any", sizes: "any", dropRemainder: "boolean", collate: "function" } as const;

/**
 * Batches elements of similar length, to reduce padding.
 *
 * @param length - Returns the length of an element.
 * @throws RangeError if the boundaries do not ascend, or there is not one size more than boundaries.
 * @see tf.data.Dataset.bucket_by_sequence_length
 * @example
 * ```ts
 * import { bucketByLength, fromArray } from "@tensorloom/data";
 *
 * const words = fromArray(["a", "four", "to", "long", "of"]);
 * const byLength = bucketByLength((word: string) => word.length, { boundaries: [3], sizes: [2, 2] });
 * await words.apply(byLength).toArray(); // => [["a", "to"], ["four", "long"], ["of"]]
 * ```
 */
export function bucketByLength<T, B = T[]>(
  length: (element: T) => number,
  options: BucketOptions<T, B>,
): Operator<T, B> {
  callable("bucketByLength: length", length);
  const { boundaries, sizes, ...rest } = checkOptions("bucketByLength", options, KNOWN);
  assertList("bucketByLength: boundaries", boundaries);
  assertList("bucketByLength: sizes", sizes);
  boundaries.forEach((boundary, i) =>
    integer(`bucketByLength: boundaries[${String(i)}]`, boundary, (boundaries[i - 1] ?? 0) + 1),
  );
  integer("bucketByLength: the number of sizes", sizes.length, boundaries.length + 1, boundaries.length + 1);
  sizes.forEach((size, i) => integer(`bucketByLength: sizes[${String(i)}]`, size, 1));
  const bucketOf = (element: T): number => {
    const long = finite("the length", length(element), 0);
    const bucket = boundaries.findIndex((boundary) => long < boundary);
    return bucket < 0 ? boundaries.length : bucket;
  };
  const grouped = groupStage(`bucketByLength(${length.name})`, bucketOf, {
    size: (bucket) => sizes[bucket],
    ...rest,
  });
  return withFingerprint(grouped, length, boundaries, sizes);
}
