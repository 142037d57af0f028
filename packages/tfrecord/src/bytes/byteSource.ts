import { shown } from "@tensorloom/core/internal";
import { toBytes, type BytesLike } from "./toBytes.ts";
import { bytesWindow, chunkWindow, type ByteWindow } from "./byteWindow.ts";
import { HttpError } from "./httpError.ts";

/**
 * Where bytes come from: all in memory, or in chunks of any size. A chunk must not be overwritten once it is given.
 *
 * Bytes are any view or buffer, of any realm. A Node stream is an async iterable; it must not have an encoding.
 */
export type ByteSource =
  BytesLike | Iterable<BytesLike> | AsyncIterable<BytesLike> | ReadableStream<Uint8Array> | Blob | Response;

type Chunks = AsyncIterator<unknown> | Iterator<unknown>;

const EXPECTED = "bytes, chunks of bytes (an iterable, an async iterable, a stream), a Blob or a Response";

/** The chunks of a source one by one; they are checked when they arrive. */
function openChunks(name: string, source: unknown): Chunks {
  if (typeof source !== "object" || source === null) return throwNotASource(name, source);
  if (isBlobOrResponse(source)) return openChunks(name, toStream(name, source));
  if (Symbol.asyncIterator in source) return (source as AsyncIterable<unknown>)[Symbol.asyncIterator](); // just seen
  if (Symbol.iterator in source) return (source as Iterable<unknown>)[Symbol.iterator](); // just seen
  if ("getReader" in source) return iterateStream(source as ReadableStream<unknown>); // only streams have it
  return throwNotASource(name, source);
}

function throwNotASource(name: string, source: unknown): never {
  throw new TypeError(`${name}: source must be ${EXPECTED}, got ${shown(source)}${hintFor(source)}`);
}

function hintFor(source: unknown): string {
  if (typeof source === "string" || source instanceof URL)
    return "; a path is read by readRecordFile of @tensorloom/tfrecord/node, an address by fetchRecords";
  const isPromise = typeof source === "object" && source !== null && "then" in source;
  return isPromise ? "; await it first" : "";
}

/** A Blob or a Response by its shape: each realm and each polyfill has classes of its own. */
type BlobOrResponse = Pick<Blob, "arrayBuffer" | "stream"> | Pick<Response, "arrayBuffer" | "body" | "ok">;

function isBlobOrResponse(source: object): source is BlobOrResponse {
  return "arrayBuffer" in source && ("stream" in source || "body" in source);
}

function toStream(name: string, source: BlobOrResponse): ReadableStream<Uint8Array> {
  if ("stream" in source) return source.stream();
  const { url, status, bodyUsed } = source as Response; // a body and arrayBuffer: no Blob has both
  if (!source.ok) throw new HttpError(url, status, "the server does not send the file");
  if (source.body !== null && !bodyUsed) return source.body;
  throw new TypeError(
    `${name}: the Response ${source.body === null ? "has no body" : "has been read already"}`,
  );
}

/** Browsers whose streams are not async iterable yet. */
function iterateStream(stream: ReadableStream<unknown>): AsyncIterator<unknown> {
  const reader = stream.getReader();
  return {
    async next() {
      const step = await reader.read();
      return step.done ? { done: true, value: undefined } : { done: false, value: step.value };
    },
    async return() {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

/**
 * A window over the bytes of a source, compressed or not.
 *
 * @param name - The function that was called, for errors.
 */
export function sourceWindow(name: string, source: ByteSource): ByteWindow {
  const bytes = toBytes(source);
  return bytes === undefined ? chunkWindow(openChunks(name, source)) : bytesWindow(bytes);
}
