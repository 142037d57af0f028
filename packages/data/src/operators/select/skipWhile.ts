import { callable } from "@tensorloom/core/internal";
import { SKIP, isPromise } from "../../pass/maybeAsync.ts";
import type { Operator } from "../../source.ts";
import { stage } from "../../pass/stage.ts";

/**
 * Drops the elements before the first one that fails a predicate.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(5).skipWhile((x) => x < 3).toArray(); // => [3, 4]
 * ```
 */
export function skipWhile<T>(
  predicate: (element: T, index: number) => boolean | PromiseLike<boolean>,
): Operator<T, T> {
  callable("skipWhile: predicate", predicate);
  return stage({
    label: `skipWhile(${predicate.name})`,
    functions: [predicate],
    size: () => undefined,
    start: (): { found: boolean } => ({ found: false }),
    work(memory) {
      const decide = (element: T, skipped: boolean): T | typeof SKIP => {
        memory.found = !skipped;
        return skipped ? SKIP : element;
      };
      return {
        next(element, index) {
          if (memory.found) return element;
          const skipped = predicate(element, index);
          return isPromise(skipped) ? skipped.then((yes) => decide(element, yes)) : decide(element, skipped);
        },
      };
    },
  });
}
