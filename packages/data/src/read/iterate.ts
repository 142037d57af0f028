import { AbortableWait } from "./abortableWait.ts";
import { closeQuietly } from "../pass/pendingCloses.ts";
import { assertSource, checkIterateOptions } from "../validate.ts";
import { toStageStart } from "../pass/pipelineState.ts";
import { openParent } from "../pass/recipe.ts";
import type { Source, Start } from "../source.ts";

/**
 * Options of `iterate`, `forEach` and the reading methods of {@link Dataset}.
 *
 * @example
 * ```ts
 * import { type IterateOptions, range } from "@tensorloom/data";
 *
 * const options: IterateOptions = { epoch: 3, signal: AbortSignal.timeout(60_000) };
 * let sum = 0;
 * await range(4).shuffle().forEach((x) => void (sum += x), options);
 * sum; // => 6
 * ```
 */
export interface IterateOptions extends Start {
  /** Ends the iteration: it closes the pass without waiting for the next element, and throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Iterates over a source. It closes the pass on end, break, error and abort.
 *
 * @throws The errors of the stages; the signal's reason if it is aborted.
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
  const pass = openParent(source, toStageStart(source, start));
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
    // An element that never arrives may keep its source from closing: an abort does not wait for it.
    if (abort?.wasAborted === true) void closeQuietly(pass);
    else if (failed) await closeQuietly(pass);
    else await pass.close();
  }
}
