import { callable } from "@tensorloom/core/internal";
import { SKIP, isPromise } from "../../pass/maybeAsync.ts";
import type { Operator } from "../../source.ts";
import { withSplitCheck } from "../../random/assertSplittable.ts";
import { stage } from "../../pass/stage.ts";

/**
 * Keeps the elements that satisfy a predicate.
 *
 * @param predicate - Receives the element and its index in this pass. It may be async.
 * @throws TypeError if the predicate takes the index and the order differs in each epoch. See {@link skip}.
 * @see tf.data.Dataset.filter
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(6).filter((x) => x % 2 === 0).toArray(); // => [0, 2, 4]
 * ```
 */
export function filter<T, S extends T>(
  predicate: (element: T, index: number) => element is S,
): Operator<T, S>;
export function filter<T>(
  predicate: (element: T, index: number) => boolean | PromiseLike<boolean>,
): Operator<T, T>;
export function filter<T>(
  predicate: (element: T, index: number) => boolean | PromiseLike<boolean>,
): Operator<T, T> {
  callable("filter: predicate", predicate);
  const filtering = stage({
    label: `filter(${predicate.name})`,
    functions: [predicate],
    size: () => undefined,
    work: () => ({
      next(element: T, index) {
        const keep = predicate(element, index);
        if (isPromise(keep)) return keep.then((kept) => (kept ? element : SKIP));
        return keep ? element : SKIP;
      },
    }),
  });
  const byIndex = predicate.length > 1;
  return (upstream) =>
    byIndex ? withSplitCheck("filter by index", filtering(upstream), upstream) : filtering(upstream);
}
