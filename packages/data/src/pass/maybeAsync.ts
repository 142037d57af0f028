/**
 * Returned by a stage's `next` if an element yields nothing.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { SKIP, stage } from "@tensorloom/data/operator";
 *
 * const even = stage<number, number>({
 *   label: "even()",
 *   size: () => undefined,
 *   work: () => ({ next: (x) => (x % 2 === 0 ? x : SKIP) }),
 * });
 * await range(5).apply(even).toArray(); // => [0, 2, 4]
 * ```
 */
export const SKIP: unique symbol = Symbol("skip");
/**
 * The type of {@link SKIP}.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { SKIP, type Skip, stage } from "@tensorloom/data/operator";
 *
 * const parse = (text: string): number | Skip => (Number.isNaN(Number(text)) ? SKIP : Number(text));
 * const parsed = stage<string, number>({ label: "parsed()", size: () => undefined, work: () => ({ next: parse }) });
 * await range(3).map((x) => (x === 1 ? "?" : String(x))).apply(parsed).toArray(); // => [0, 2]
 * ```
 */
export type Skip = typeof SKIP;

/** Whether a value is a promise, or behaves like one. */
export function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Continues with a value, synchronously or after its promise. */
export function chain<A, B>(value: A | Promise<A>, go: (value: A) => B | Promise<B>): B | Promise<B> {
  return value instanceof Promise ? value.then(go) : go(value);
}

/** Calls `next` and continues with its result or its error. This is synchronous unless `next` returns a promise. */
export function settle<A, B>(
  pass: { next(): A | Promise<A> },
  gave: (value: A) => B | Promise<B>,
  threw: (error: unknown) => B | Promise<B>,
): B | Promise<B> {
  let value: A | Promise<A>;
  try {
    value = pass.next();
  } catch (error) {
    return threw(error);
  }
  return value instanceof Promise ? value.then(gave, threw) : gave(value);
}

/**
 * Calls a function until it returns something other than `SKIP`.
 *
 * While the function returns synchronously, so does this: the loop costs no promise. It is the only place where
 * a stage's synchronous and asynchronous paths differ.
 */
export function drain<T>(turn: () => T | Skip | Promise<T | Skip>): T | Promise<T> {
  for (;;) {
    const result = turn();
    if (result instanceof Promise) return drainAsync(result, turn);
    if (result !== SKIP) return result;
  }
}

async function drainAsync<T>(first: Promise<T | Skip>, turn: () => T | Skip | Promise<T | Skip>): Promise<T> {
  let result = await first;
  while (result === SKIP) result = await turn();
  return result;
}
