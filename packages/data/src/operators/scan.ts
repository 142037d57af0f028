import { callable, isRecord, shown } from "@tensorloom/core/internal";
import { isPromise } from "../pass/maybeAsync.ts";
import type { Operator, State } from "../source.ts";
import { stage } from "../pass/stage.ts";

/**
 * The next carried value and what to give, from the carried value and an element.
 *
 * @inline
 */
export type ScanStep<S, A, B> = (
  carried: S,
  element: A,
  index: number,
) => readonly [S, B] | PromiseLike<readonly [S, B]>;

/**
 * The type that a literal is of: what is carried on from 0 is a number, not always 0.
 *
 * @inline
 */
export type WidenLiteral<S> = S extends number
  ? number
  : S extends string
    ? string
    : S extends boolean
      ? boolean
      : S;

/**
 * Carries a value from element to element.
 *
 * @param initial - The value before the first element. Plain JSON, or a number that is not finite: it is part of the pass's
 * state. A type that is an `interface` is refused, as TypeScript does not see that it is JSON: write it as a `type`.
 * @param step - Computes the next value and the output from the value and an element. Makes a new value; changes none.
 * @see tf.data.Dataset.scan
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(5).scan(0, (sum, x) => [sum + x, sum + x]).toArray(); // => [0, 1, 3, 6, 10]
 * ```
 */
export function scan<S extends State, A, B>(
  initial: S,
  step: ScanStep<WidenLiteral<S>, A, B>,
): Operator<A, B> {
  if (!isState(initial))
    throw new TypeError(`scan: initial must be plain JSON or a number, got ${shown(initial)}`);
  callable("scan: step", step);
  return stage({
    label: `scan(${step.name})`,
    functions: [step, initial],
    start: () => ({ carried: encodeState(initial) }),
    work(memory) {
      let carried = decodeState(memory.carried) as WidenLiteral<S>; // what was written
      const go = ([next, made]: readonly [WidenLiteral<S>, B]): B => {
        carried = next;
        memory.carried = encodeState(next); // a wider S is still plain JSON
        return made;
      };
      return {
        next(element: A, index) {
          const result = step(carried, element, index);
          return isPromise(result) ? result.then(go) : go(result);
        },
      };
    },
  });
}

/** Whether a state can hold it, as far as it is no list or object of what it cannot. */
function isState(value: unknown): boolean {
  if (typeof value !== "object") return ["string", "number", "boolean"].includes(typeof value);
  return value === null || Array.isArray(value) || isRecord(value);
}

/** What is written of the numbers that JSON has none for: a greatest value begins with one. */
const UNLIMITED: ReadonlyMap<State, string> = new Map(
  [Infinity, -Infinity, NaN].map((x) => [x, `\0${String(x)}`]),
);

function encodeState(carried: State): State {
  return UNLIMITED.get(carried) ?? carried;
}

function decodeState(state: State): State {
  const unlimited = [...UNLIMITED].find(([, word]) => word === state);
  return unlimited === undefined ? state : unlimited[0];
}
