import { integer } from "@tensorloom/core/internal";
import type { Operator } from "../source.ts";
import { stage } from "../pass/stage.ts";

/**
 * Pairs each element with its index.
 *
 * @param start - The first index; default 0.
 * @see tf.data.Dataset.enumerate
 * @example
 * ```ts
 * import { fromArray } from "@tensorloom/data";
 *
 * await fromArray(["cat", "dog"]).enumerate(1).toArray(); // => [[1, "cat"], [2, "dog"]]
 * ```
 */
export function enumerate<T>(start = 0): Operator<T, readonly [number, T]> {
  integer("enumerate: start", start);
  return stage({
    label: `enumerate(${start === 0 ? "" : String(start)})`,
    work: () => ({ next: (element: T, index) => [start + index, element] as const }),
  });
}
