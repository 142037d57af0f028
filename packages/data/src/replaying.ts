import { asked } from "./later.ts";
import type { Pass, Step } from "./source.ts";

/** Errors that were thrown before, in the pass that a state is of. */
const again = new WeakSet<object>();

/** The error, marked as one that was thrown before. */
export function thrownBefore<E extends object>(error: E): E {
  again.add(error);
  return error;
}

/** Whether an error was thrown before the pass was resumed: who counts errors has counted it. */
export function wasThrownBefore(error: unknown): boolean {
  return typeof error === "object" && error !== null && again.has(error);
}

/**
 * A pass that was opened at a beginning to go on behind `count` elements that were given before.
 *
 * It marks its errors until one more element came: also the error right behind the last element may have been told.
 */
export function replaying<T>(pass: Pass<T>, count: number): Pass<T> {
  if (count === 0) return pass;
  let came = 0;
  const took = (step: Step<T>): Step<T> => {
    came += 1;
    return step;
  };
  const failed = (error: unknown): never => {
    throw came <= count && typeof error === "object" && error !== null ? thrownBefore(error) : error;
  };
  return {
    next: () => asked(pass, took, failed),
    state: () => pass.state(),
    close: () => pass.close(),
  };
}
