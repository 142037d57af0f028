import { callable, isRecord, shown } from "@tensorloom/core/internal";
import { isPromise } from "../pass/maybeAsync.ts";
import type { Operator, State } from "../source.ts";
import { stage } from "../pass/stage.ts";

/**
 * Returns the next carried value and the output for an element.
 *
 * @inline
 */
export type ScanStep<S, A, B> = (
  carried: S,
  element: A,
  index: number,
) => readonly [S, B] | PromiseLike<readonly [S, B]>;

/**
 * Widens a literal type: a value that starts at 0 may become any number.
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
 * @param initial - The value before the first element. It is part of the pass's state: plain JSON, or any number,
 * including NaN and infinities. Declare its type with `type`: TypeScript does not accept an `interface` as JSON.
 * @param step - Returns the next value and the output, from the value and an element. It must not change the value.
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
      let carried = decodeState(memory.carried) as WidenLiteral<S>; // encoded below
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

/** Whether a state can hold a value. The contents of lists and objects are not checked. */
function isState(value: unknown): boolean {
  if (typeof value !== "object") return ["string", "number", "boolean"].includes(typeof value);
  return value === null || Array.isArray(value) || isRecord(value);
}

/** Texts for numbers that JSON does not have. A running maximum starts at -Infinity. */
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
