import { callable } from "@tensorloom/core/internal";
import { isPromise } from "../pass/maybeAsync.ts";
import type { Operator } from "../source.ts";
import { stage } from "../pass/stage.ts";

/**
 * Calls a function with each element, and returns the element unchanged.
 *
 * A promise that the function returns is awaited.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * const seen: number[] = [];
 * await range(3).tap((x) => seen.push(x)).map((x) => x * 2).toArray(); // => [0, 2, 4]
 * seen; // => [0, 1, 2]
 * ```
 */
export function tap<T>(look: (element: T, index: number) => unknown): Operator<T, T> {
  callable("tap: look", look);
  return stage({
    label: `tap(${look.name})`,
    work: () => ({
      next(element: T, index) {
        const looked = look(element, index);
        return isPromise(looked) ? looked.then(() => element) : element;
      },
    }),
  });
}
