import { openParent } from "./recipe.ts";
import type { Source, Start } from "./source.ts";

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
export async function* iterate<T>(source: Source<T>, options: IterateOptions = {}): AsyncGenerator<T, void> {
  const { signal, ...start } = options;
  signal?.throwIfAborted();
  const pass = openParent(source, start);
  const abort = abortion(signal);
  let waiting = false;
  try {
    for (;;) {
      let step = pass.next();
      if (step instanceof Promise) {
        waiting = true;
        step = await (abort === undefined ? step : Promise.race([step, abort.promise]));
        waiting = false;
      }
      if (step.done === true) return;
      yield step.value;
      signal?.throwIfAborted();
    }
  } finally {
    abort?.forget();
    const closing = pass.close();
    // An element that never comes may keep its source from closing: an abort does not wait for it.
    if (waiting && signal?.aborted === true) closing.catch(() => undefined);
    else await closing;
  }
}

interface Abortion {
  readonly promise: Promise<never>;
  /** Takes the listener off the signal, which may outlive the walk. */
  readonly forget: () => void;
}

function abortion(signal: AbortSignal | undefined): Abortion | undefined {
  if (signal === undefined) return undefined;
  let forget = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    const aborted = (): void => reject(signal.reason as Error); // whatever the caller aborted with
    signal.addEventListener("abort", aborted, { once: true });
    forget = () => signal.removeEventListener("abort", aborted);
  });
  promise.catch(() => undefined); // nobody may be waiting when it comes
  return { promise, forget };
}
