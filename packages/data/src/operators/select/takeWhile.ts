import { callable } from "@tensorloom/core/internal";
import { SKIP, isPromise } from "../../pass/maybeAsync.ts";
import type { Operator } from "../../source.ts";
import { stage } from "../../pass/stage.ts";

/**
 * Keeps the elements before the first one that fails a predicate.
 *
 * @see tf.data.Dataset.take_while
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(5).takeWhile((x) => x < 3).toArray(); // => [0, 1, 2]
 * ```
 */
export function takeWhile<T>(
  predicate: (element: T, index: number) => boolean | PromiseLike<boolean>,
): Operator<T, T> {
  callable("takeWhile: predicate", predicate);
  return stage({
    label: `takeWhile(${predicate.name})`,
    functions: [predicate],
    size: () => undefined,
    start: (): { over: boolean } => ({ over: false }),
    work(memory) {
      const decide = (element: T, keep: boolean): T | typeof SKIP => {
        memory.over = !keep;
        return keep ? element : SKIP;
      };
      return {
        isDone: () => memory.over,
        next(element, index) {
          const keep = predicate(element, index);
          return isPromise(keep) ? keep.then((kept) => decide(element, kept)) : decide(element, keep);
        },
      };
    },
  });
}
