import { iterate, type IterateOptions } from "./iterate.ts";
import type { Source } from "./source.ts";

/**
 * A Web Stream of a source's elements, made only as it is read; cancelling it closes the pass.
 *
 * @example
 * ```ts
 * import { range, toStream } from "@tensorloom/data";
 *
 * const reader = toStream(range(3)).getReader();
 * (await reader.read()).value; // => 0
 * await reader.cancel();
 * ```
 */
export function toStream<T>(source: Source<T>, options: IterateOptions = {}): ReadableStream<T> {
  const { signal, ...start } = options;
  const cancelled = new AbortController();
  const cancel = (): void => cancelled.abort(signal?.reason);
  if (signal?.aborted === true) cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  const over = (): void => signal?.removeEventListener("abort", cancel);
  const elements = iterate(source, { ...start, signal: cancelled.signal });
  return new ReadableStream<T>(
    {
      async pull(controller) {
        try {
          const step = await elements.next();
          if (step.done !== true) {
            controller.enqueue(step.value);
            return;
          }
        } catch (error) {
          over();
          throw error;
        }
        over();
        controller.close();
      },
      async cancel(reason) {
        over();
        cancelled.abort(reason); // a read under way is not waited for
        await elements.return();
      },
    },
    { highWaterMark: 0 }, // nothing is made that nobody asked for: `prefetch` does that where it is wanted
  );
}
