import type { HttpClient } from "../http/httpClient.ts";
import { TransientError } from "../http/transientError.ts";
import { checkReply, type Known } from "./checkReply.ts";
import type { Protocol } from "./protocol.ts";
import type { RangeRequest } from "./readRange.ts";

/**
 * Reads an object in one response, from a server that does not send ranges.
 *
 * Bytes before `offset` are skipped. After a break the object is read again, and the bytes already delivered are
 * skipped. The response waits for its consumer, so the operation has no deadline.
 */
export async function* streamWhole(
  client: HttpClient,
  protocol: Protocol,
  { address, offset, length, etag, size, signal }: RangeRequest & Pick<Known, "size">,
): AsyncGenerator<Uint8Array, void, undefined> {
  let known: Known = { size, etag };
  let [at, isDone] = [offset, false];
  const end = offset + length;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, undefined, {
    highWaterMark: 1,
  });
  const writer = writable.getWriter();
  const stopped = new AbortController();
  const abort = (): void => stopped.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted === true) abort();

  const sent = client
    .exchange({
      address,
      signal: stopped.signal,
      hasDeadline: false,
      offset: () => at,
      request: () => protocol.get(address, known.etag, signal),
      async use(reply) {
        const now = checkReply(address, reply, 0, { ...known, version: protocol.version(reply.headers) });
        known = { size: now.size, etag: now.etag };
        let skip = at;
        for await (const chunk of reply.chunks()) {
          client.counter.bytesRead += chunk.length;
          const passed = Math.min(skip, chunk.length);
          skip -= passed;
          const fresh = chunk.subarray(passed, passed + end - at);
          if (fresh.length === 0) continue;
          at += fresh.length;
          await writer.write(fresh); // waits for the consumer
          if (at === end) return;
        }
        if (now.size === undefined || at >= now.size) return;
        throw new TransientError(
          "truncated",
          `the response ends at byte ${String(at)} of ${String(now.size)}`,
          {
            status: reply.status,
          },
        );
      },
    })
    .then(
      () => writer.close(),
      (error: unknown) => (isDone ? undefined : writer.abort(error)),
    );
  sent.catch(() => undefined); // the consumer stopped
  try {
    for await (const chunk of readable) yield chunk;
  } finally {
    isDone = true;
    signal?.removeEventListener("abort", abort);
    stopped.abort(new Error("the consumer stopped"));
    await sent.catch(() => undefined);
  }
}
