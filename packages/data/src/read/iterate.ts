import { Abortion } from "./abortion.ts";
import { closeFailed } from "../pass/closings.ts";
import { sourceGiven, walkGiven } from "../given.ts";
import { openParent } from "../pass/recipe.ts";
import type { Source, Start } from "../source.ts";

/** How to walk. */
export interface IterateOptions extends Start {
  /** Ends the walk: the element asked for is not waited for, everything above closes, and the walk throws the reason. */
  readonly signal?: AbortSignal;
}

/**
 * Walks over a source and closes the pass on end, break, error and abort.
 *
 * @throws What the stages throw; the signal's reason where it is aborted.
 * @example
 * ```ts
 * import { iterate, range } from "@tensorloom/data";
 *
 * let sum = 0;
 * for await (const element of iterate(range(4))) sum += element;
 * sum; // => 6
 * ```
 */
export function iterate<T>(source: Source<T>, options: IterateOptions = {}): AsyncGenerator<T, void> {
  return walk(sourceGiven("iterate: source", source), walkGiven("iterate", options));
}

async function* walk<T>(source: Source<T>, { signal, ...start }: IterateOptions): AsyncGenerator<T, void> {
  signal?.throwIfAborted();
  const pass = openParent(source, start);
  const abort = signal === undefined ? undefined : new Abortion(signal);
  let failed = false;
  try {
    for (;;) {
      let step = pass.next();
      if (step instanceof Promise) step = await (abort === undefined ? step : abort.wait(step));
      if (step.done === true) return;
      yield step.value;
      signal?.throwIfAborted();
    }
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    abort?.forget();
    // An element that never comes may keep its source from closing: an abort does not wait for it.
    if (abort?.cut === true) void closeFailed(pass);
    else if (failed) await closeFailed(pass);
    else await pass.close();
  }
}
