import { assertSource, checkIterateOptions } from "../validate.ts";
import { iterate, type IterateOptions } from "./iterate.ts";
import type { Source } from "../source.ts";

/**
 * Returns a Web Stream of a source's elements.
 *
 * Elements are made only when the stream is read (backpressure). Cancelling the stream closes the pass.
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
        cancelled.abort(reason); // does not wait for a pending read
        await elements.return();
      },
    },
    { highWaterMark: 0 }, // makes no element before it is read: `prefetch` does
  );
}
