import type { Source, Start } from "@tensorloom/data";
import { iterate } from "@tensorloom/data/internal";

/**
 * Reads one pass of a source, and lets timers, signals and other tasks run between batches.
 *
 * A synchronous backend over a synchronous pipeline only ever awaits microtasks, which would keep Ctrl-C waiting until
 * the end of the run. An abort ends the pass immediately, even while a batch is awaited.
 *
 * @param start - The epoch of the pass, or the state of an earlier one.
 * @throws The signal's reason, if it is aborted.
 */
export async function* readBatches<T>(
  source: Source<T>,
  start: Pick<Start, "epoch" | "state">,
  signal?: AbortSignal,
): AsyncGenerator<T, undefined> {
  for await (const batch of iterate(source, signal === undefined ? start : { ...start, signal })) {
    yield batch;
    await yieldToEventLoop();
  }
}

async function yieldToEventLoop(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve);
  });
}
