import { assertSource, checkIterateOptions } from "../validate.ts";
import { iterate, type IterateOptions } from "./iterate.ts";
import type { Source } from "../source.ts";

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
  assertSource("toStream: source", source);
  const { signal, ...start } = checkIterateOptions("toStream", options);
  const cancelled = new AbortController();
  const either = signal === undefined ? cancelled.signal : AbortSignal.any([signal, cancelled.signal]);
  const elements = iterate(source, { ...start, signal: either });
  return new ReadableStream<T>(
    {
      async pull(controller) {
        const step = await elements.next();
        if (step.done === true) controller.close();
        else controller.enqueue(step.value);
      },
      async cancel(reason) {
        cancelled.abort(reason); // a read under way is not waited for
        await elements.return();
      },
    },
    { highWaterMark: 0 }, // nothing is made that nobody asked for: `prefetch` does that where it is wanted
  );
}
