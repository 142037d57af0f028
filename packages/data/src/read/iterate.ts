import { AbortableWait } from "./abortableWait.ts";
import { closeQuietly } from "../pass/pendingCloses.ts";
import { assertSource, checkIterateOptions } from "../validate.ts";
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
  return generate(assertSource("iterate: source", source), checkIterateOptions("iterate", options));
}

async function* generate<T>(
  source: Source<T>,
  { signal, ...start }: IterateOptions,
): AsyncGenerator<T, void> {
  signal?.throwIfAborted();
  const pass = openParent(source, start);
  const abort = signal === undefined ? undefined : new AbortableWait(signal);
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
    abort?.dispose();
    // An element that never comes may keep its source from closing: an abort does not wait for it.
    if (abort?.wasAborted === true) void closeQuietly(pass);
    else if (failed) await closeQuietly(pass);
    else await pass.close();
  }
}
