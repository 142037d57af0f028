import { StorageError } from "@tensorloom/core";
import { allocUnsafe } from "#platform";
import type { Reply } from "../http/attempt.ts";
import type { HttpClient } from "../http/httpClient.ts";
import { TransientError } from "../http/transientError.ts";
import { changed, checkReply, type Known } from "./checkReply.ts";
import { readUnsatisfiedSize } from "./contentRange.ts";
import type { Protocol } from "./protocol.ts";

/** The part of an object to read. */
export interface RangeRequest {
  readonly address: string;
  readonly offset: number;
  readonly length: number;
  /** The version to read; undefined: any. */
  readonly etag: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** The bytes of a range, and what is known about their object. */
export interface RangeReply extends Known {
  /** Fewer than asked for at the end of the object. */
  readonly bytes: Uint8Array;
  /** Whether the server sends ranges, and not the whole object each time. */
  readonly isPartial: boolean;
}

/**
 * Reads a range into memory. After a break it continues at the next byte, in the same version.
 *
 * @param onStart - Called when the first response has arrived, before its body.
 */
export async function readRange(
  client: HttpClient,
  protocol: Protocol,
  range: RangeRequest,
  onStart?: (reply: Omit<RangeReply, "bytes">) => void,
): Promise<RangeReply> {
  const { address, offset, length, signal } = range;
  let bytes: Uint8Array | undefined;
  let known: Known = { size: undefined, etag: range.etag };
  let [got, hasRanges] = [0, true];

  async function use(reply: Reply): Promise<RangeReply> {
    const { status, headers } = reply;
    if (status === 416) {
      const size = readUnsatisfiedSize(headers) ?? known.size;
      if (size !== undefined && size > offset + got) throw changed(address, status);
      if (bytes === undefined) onStart?.({ size, etag: known.etag, isPartial: true });
      return {
        bytes: (bytes ?? new Uint8Array(0)).subarray(0, got),
        size,
        etag: known.etag,
        isPartial: true,
      };
    }
    const { isPartial, isCompressed, ...now } = checkReply(address, reply, offset + got, {
      ...known,
      version: protocol.version(headers),
    });
    known = now;
    if (isCompressed) hasRanges = false;
    const wanted = Math.max(0, Math.min(length, (now.size ?? Infinity) - offset));
    if (bytes === undefined) onStart?.({ ...now, isPartial });
    const memory = (bytes ??= allocUnsafe(wanted));
    let skip = isPartial ? 0 : offset + got;
    let extra = 0;
    await reply.drain((chunk) => {
      client.counter.bytesRead += chunk.length;
      const passed = Math.min(skip, chunk.length);
      skip -= passed;
      const fresh = chunk.subarray(passed, passed + wanted - got);
      memory.set(fresh, got);
      got += fresh.length;
      extra += chunk.length - passed - fresh.length;
      return got < wanted || (isPartial && extra === 0); // else it is the rest of the object, which nobody asked for
    });
    if (isPartial && extra > 0)
      throw new StorageError(address, "truncated", "the response has more bytes than it states", { status });
    const isShort = got < wanted && (now.size !== undefined || isPartial);
    if (isShort)
      throw new TransientError(
        "truncated",
        `the response ends after ${String(got)} of ${String(wanted)} bytes`,
        {
          status,
        },
      );
    return { ...now, bytes: memory.subarray(0, got), isPartial };
  }

  if (length === 0) return { bytes: new Uint8Array(0), ...known, isPartial: true };
  return client.exchange({
    address,
    signal,
    accepts: [416],
    offset: () => offset + got,
    request: async () => {
      const request = await protocol.get(address, known.etag, signal);
      if (!hasRanges) return request;
      const last = String(offset + length - 1);
      return { ...request, headers: { ...request.headers, Range: `bytes=${String(offset + got)}-${last}` } };
    },
    use,
  });
}
