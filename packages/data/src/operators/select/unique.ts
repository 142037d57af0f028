import { callable } from "@tensorloom/core/internal";
import { SKIP, isPromise } from "../../pass/maybeAsync.ts";
import type { Operator } from "../../source.ts";
import { stage } from "../../pass/stage.ts";

const LATE = "the key must not be a promise: add a map before it, which awaits the promise";

/**
 * Drops duplicates: keeps only the first element with each key.
 *
 * All keys are kept in memory, but not in the state: a resume reads the upstream again from its start.
 *
 * @param key - Returns the key, which is compared as in a `Set`; default: the element.
 * @see tf.data.Dataset.unique
 * @example
 * ```ts
 * import { fromArray } from "@tensorloom/data";
 *
 * await fromArray([1, 2, 1, 3, 2]).unique().toArray(); // => [1, 2, 3]
 * await fromArray(["cat", "Cat", "dog"]).unique((word) => word.toLowerCase()).toArray(); // => ["cat", "dog"]
 * ```
 */
export function unique<T>(key: (element: T) => unknown = (element) => element): Operator<T, T> {
  callable("unique: key", key);
  return stage({
    label: "unique()",
    functions: [key],
    size: () => undefined,
    replays: true,
    work() {
      const seen = new Set<unknown>();
      return {
        next(element: T) {
          const name = key(element);
          if (isPromise(name)) throw new TypeError(LATE);
          if (seen.has(name)) return SKIP;
          seen.add(name);
          return element;
        },
      };
    },
  });
}
