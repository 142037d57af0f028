import { callable } from "@tensorloom/core/internal";
import { AbortableWait } from "./abortableWait.ts";
import { closeQuietly } from "../pass/pendingCloses.ts";
import { assertSource, checkIterateOptions } from "../validate.ts";
import { isPromise } from "../pass/maybeAsync.ts";
import type { IterateOptions } from "./iterate.ts";
import { toStageStart } from "../pass/pipelineState.ts";
import { openParent } from "../pass/recipe.ts";
import type { Source } from "../source.ts";

/**
 * Calls a function with every element, and closes the pass.
 *
 * @param visit - Receives the element and its index. A promise that it returns is awaited.
 * @param options - The start of the pass, and a `signal` that ends it.
 * @throws The errors of the stages and of `visit`; the signal's reason if it is aborted.
 * @example
 * ```ts
 * import { forEach, range } from "@tensorloom/data";
 *
 * let sum = 0;
 * await forEach(range(4), (x) => void (sum += x));
 * sum; // => 6
 * ```
 */
export async function forEach<T>(
  source: Source<T>,
  visit: (element: T, index: number) => unknown,
  options: IterateOptions = {},
): Promise<void> {
  assertSource("forEach: source", source);
  callable("forEach: visit", visit);
  const { signal, ...start } = checkIterateOptions("forEach", options);
  signal?.throwIfAborted();
  const pass = openParent(source, toStageStart(source, start));
  const abort = signal && new AbortableWait(signal);
  try {
    for (let index = 0; ; index++) {
      let step = pass.next();
      if (step instanceof Promise) step = await (abort?.wait(step) ?? step); // only if there is something to wait for
      signal?.throwIfAborted();
      if (step.done === true) break;
      const visited = visit(step.value, index);
      if (isPromise(visited)) await visited;
      signal?.throwIfAborted();
    }
  } catch (error) {
    // An element that never arrives may keep its source from closing: an abort does not wait for it.
    if (abort?.wasAborted === true) void closeQuietly(pass);
    else await closeQuietly(pass);
    throw error;
  } finally {
    abort?.dispose();
  }
  await pass.close();
}
