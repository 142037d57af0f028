import type { HttpClient } from "../http/httpClient.ts";
import type { Protocol } from "./protocol.ts";
import { type RangeReply, readRange, type RangeRequest } from "./readRange.ts";
import { streamWhole } from "./streamWhole.ts";

/**
 * Reads an object in blocks from `offset` on, with several ranges in flight.
 *
 * At most `readAhead` blocks besides the one that is being yielded are in memory. The first response decides the
 * version: a change is an error. A server without ranges sends the object in one response.
 */
export async function* streamObject(
  client: HttpClient,
  protocol: Protocol,
  range: RangeRequest,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { blockBytes, readAhead } = client.settings;
  const controller = new AbortController(); // ends the ranges in flight if the consumer stops
  const abort = (): void => controller.abort(range.signal?.reason);
  if (range.signal?.aborted === true) abort();
  range.signal?.addEventListener("abort", abort, { once: true });
  const inFlight: Promise<RangeReply>[] = [];
  let [next, end] = [range.offset, range.offset + range.length];
  let position = range.offset; // of the next block that arrives
  let started: Omit<RangeReply, "bytes"> | undefined;

  function request(onStart?: (reply: Omit<RangeReply, "bytes">) => void): void {
    const length = Math.min(blockBytes, end - next);
    const etag = started?.etag ?? range.etag;
    const block = readRange(
      client,
      protocol,
      { ...range, offset: next, length, etag, signal: controller.signal },
      onStart,
    );
    block.catch(() => undefined); // thrown when the block is awaited
    inFlight.push(block);
    next += length;
  }
  function fill(): void {
    while (next < end && inFlight.length < readAhead) request();
  }

  try {
    if (next >= end) return;
    request((reply) => {
      started = reply;
      if (!reply.isPartial) return;
      end = Math.min(end, reply.size ?? range.offset + blockBytes);
      fill(); // while the body of the first block arrives
    });
    for (;;) {
      if (inFlight.length === 0 && next < end) request();
      const block = inFlight.shift();
      if (block === undefined) return;
      const { bytes, isPartial, size, etag } = await block;
      const isFirst = position === range.offset;
      position += bytes.length;
      if (!isPartial && isFirst) {
        if (bytes.length > 0) yield bytes;
        const at = position;
        const isWhole = size === undefined ? bytes.length < blockBytes : at >= size;
        if (isWhole || at >= end) return;
        yield* streamWhole(client, protocol, {
          ...range,
          offset: at,
          length: end - at,
          etag: etag ?? range.etag,
          size,
        });
        return;
      }
      if (size === undefined && bytes.length === blockBytes) end = range.offset + range.length; // the end is not known
      if (size === undefined && bytes.length < blockBytes) end = next;
      fill();
      if (bytes.length > 0) yield bytes;
    }
  } finally {
    range.signal?.removeEventListener("abort", abort);
    controller.abort(new Error("the consumer stopped"));
    await Promise.allSettled(inFlight);
  }
}
