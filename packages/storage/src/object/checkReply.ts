import { StorageError } from "@tensorloom/core";
import type { Reply } from "../http/attempt.ts";
import { TransientError } from "../http/transientError.ts";
import { isEncoded, readContentLength, readContentRange } from "./contentRange.ts";

/** The size and the version of an object that is being read. */
export interface Known {
  /** The size of the object; undefined if the server does not state it. */
  readonly size: number | undefined;
  /** The version that is read; undefined if the server has none, or before the first response. */
  readonly etag: string | undefined;
}

/** What a response says about the object and its own body. */
interface Checked extends Known {
  /** Whether the body starts at the byte that was asked for, and not at the object's start. */
  readonly isPartial: boolean;
  /** Whether the body is compressed on its way. */
  readonly isCompressed: boolean;
}

/** Compares a response with the size and version of its object, and with the byte that was asked for. */
export function checkReply(
  address: string,
  { status, headers }: Reply,
  start: number,
  { size, etag, version }: Known & { readonly version: string | undefined },
): Checked {
  if (etag !== undefined && version !== undefined && version !== etag) throw changed(address, status);
  const isCompressed = isEncoded(headers);
  const isPartial = status === 206;
  const range = isPartial ? readContentRange(headers) : undefined;
  if (isPartial && isCompressed)
    throw new StorageError(address, "unsupported", "the server compresses parts of it (Content-Encoding)", {
      status,
    });
  if (isPartial && range?.start !== start)
    throw new TransientError("truncated", `the response is not the range from byte ${String(start)}`, {
      status,
    });
  const now = range === undefined ? readContentLength(headers) : range.size;
  if (size !== undefined && now !== undefined && now !== size) throw changed(address, status);
  return { size: now ?? size, etag: etag ?? version, isPartial, isCompressed };
}

/** The error of an object that is not the version that was asked for. */
export function changed(address: string, status: number): StorageError {
  return new StorageError(address, "changed", "the object has changed since its version was taken", {
    status,
  });
}
