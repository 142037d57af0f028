import { integer } from "@tensorloom/core";
import { AGAIN } from "../later.ts";
import { positional } from "../positional.ts";
import type { Operator } from "../source.ts";

/**
 * Leaves out the first `count` elements.
 *
 * @throws RangeError where `count` is not an integer of at least 0.
 * @see tf.data.Dataset.skip
 */
export function skip<T>(count: number): Operator<T, T> {
  integer("skip: count", count, 0);
  return positional<T, Record<string, never>>(
    {
      label: `skip(${String(count)})`,
      size: (upstream) => Math.max(0, upstream - count),
      work: () => ({ next: (element, index) => (index < count ? AGAIN : element) }),
    },
    (index) => index + count,
  );
}
