import { callable } from "@tensorloom/core/internal";
import type { Operator } from "../../source.ts";
import type { Elements } from "../../sources/elements.ts";
import { interleaveStage } from "./interleave.ts";

/**
 * Turns each element into a source, and concatenates the sources.
 *
 * @param make - Returns the source, array or other iterable of an element.
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
