import { callable } from "@tensorloom/core/internal";
import type { Operator } from "../../source.ts";
import type { Elements } from "../../sources/elements.ts";
import { interleaveStage } from "./interleave.ts";

/**
 * Makes a source of each element and yields the elements of one after those of the other.
 *
 * @param make - The source, array or other iterable that an element becomes.
 * @see tf.data.Dataset.flat_map
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(3).flatMap((x) => range(x)).toArray(); // => [0, 0, 1]
 * ```
 */
export function flatMap<A, B>(make: (element: A, index: number) => Elements<B>): Operator<A, B> {
  callable("flatMap: make", make);
  return interleaveStage(`flatMap(${make.name})`, { make });
}
