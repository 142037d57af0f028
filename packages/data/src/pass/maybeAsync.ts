/**
 * What a turn answers when it has nothing to give yet: it is to be called again.
 *
 * @example
 * ```ts
 * import { AGAIN, range, stage } from "@tensorloom/data";
 *
 * const even = stage<number, number>({
 *   label: "even()",
 *   size: () => undefined,
 *   work: () => ({ next: (x) => (x % 2 === 0 ? x : AGAIN) }),
 * });
 * await range(5).apply(even).toArray(); // => [0, 2, 4]
 * ```
 */
export const SKIP: unique symbol = Symbol("again");
/** The type of {@link SKIP}. */
export type Skip = typeof SKIP;

/** Whether a value that a user's function gave is a promise, or behaves like one. */
export function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Goes on with a value: at once where it is there, after the promise where it is one. */
export function chain<A, B>(value: A | Promise<A>, go: (value: A) => B | Promise<B>): B | Promise<B> {
  return value instanceof Promise ? value.then(go) : go(value);
}

/** Asks a pass, and goes on with what it gave or with what it threw: at once, or after its promise. */
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
 * Takes turns until one gives something.
 *
 * As long as turns answer at once, so does this: the loop costs no promise. It is the only place where a stage's
 * synchronous and asynchronous ways part.
 */
export function drain<T>(turn: () => T | Skip | Promise<T | Skip>): T | Promise<T> {
  for (;;) {
    const answer = turn();
    if (answer instanceof Promise) return drainAsync(answer, turn);
    if (answer !== SKIP) return answer;
  }
}

async function drainAsync<T>(first: Promise<T | Skip>, turn: () => T | Skip | Promise<T | Skip>): Promise<T> {
  let answer = await first;
  while (answer === SKIP) answer = await turn();
  return answer;
}
