import { callable } from "@tensorloom/core";
import { isPromise } from "../later.ts";
import type { Operator, State } from "../source.ts";
import { stage } from "../stage.ts";

/** The next carried value and what to give, from the carried value and an element. */
export type ScanStep<S, A, B> = (
  carried: S,
  element: A,
  index: number,
) => readonly [S, B] | PromiseLike<readonly [S, B]>;

/** The type that a literal is of: what is carried on from 0 is a number, not always 0. */
export type Widened<S> = S extends number
  ? number
  : S extends string
    ? string
    : S extends boolean
      ? boolean
      : S;

/**
 * Carries a value from element to element.
 *
 * @param initial - The value before the first element. Plain JSON: it is part of the pass's state.
 * @param step - The next value and what to give, from the value and an element. Makes a new value; changes none.
 * @see tf.data.Dataset.scan
 */
export function scan<S extends State, A, B>(initial: S, step: ScanStep<Widened<S>, A, B>): Operator<A, B> {
  callable("scan: step", step);
  return stage({
    label: `scan(${step.name})`,
    functions: [step, initial],
    start: () => ({ carried: initial as Widened<S> & State }), // wider, and still plain JSON
    work(memory) {
      const go = ([carried, made]: readonly [Widened<S>, B]): B => {
        memory.carried = carried as Widened<S> & State; // the same
        return made;
      };
      return {
        next(element: A, index) {
          const result = step(memory.carried, element, index);
          return isPromise(result) ? result.then(go) : go(result);
        },
      };
    },
  });
}
