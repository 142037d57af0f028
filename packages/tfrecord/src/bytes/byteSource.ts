import { shown } from "@tensorloom/core/internal";
import { toBytes, type BytesLike } from "./toBytes.ts";
import { bytesWindow, chunkWindow, type ByteWindow } from "./byteWindow.ts";
import { HttpError } from "./httpError.ts";

/**
 * A source of bytes: bytes in memory, chunks of any size, a stream, a `Blob` or a `Response`.
 *
 * Bytes are any typed array, `DataView` or buffer, also from another realm (an iframe, `vm`). A Node stream is an async
 * iterable; it must not have an encoding. The producer must not overwrite a chunk after it was read.
 *
 * @example
 * ```ts
 * import { type ByteSource, frameRecord, readRecords } from "@tensorloom/tfrecord";
 *
 * const file = frameRecord(new Uint8Array([1, 2, 3]));
 * const sources: readonly ByteSource[] = [file, [file.subarray(0, 5), file.subarray(5)], new Blob([Uint8Array.from(file)])];
 * const lengths: number[] = [];
 * for (const source of sources) for await (const record of readRecords(source)) lengths.push(record.length);
 * lengths; // => [3, 3, 3]
 * ```
 */
export type ByteSource =
  BytesLike | Iterable<BytesLike> | AsyncIterable<BytesLike> | ReadableStream<Uint8Array> | Blob | Response;

type Chunks = AsyncIterator<unknown> | Iterator<unknown>;

const EXPECTED = "bytes, chunks of bytes (an iterable, an async iterable, a stream), a Blob or a Response";

/** Iterates over the chunks of a source. The window checks each chunk. */
function openChunks(name: string, source: unknown): Chunks {
  if (typeof source !== "object" || source === null) return throwNotASource(name, source);
  if (isBlobOrResponse(source)) return openChunks(name, toStream(name, source));
  if (Symbol.asyncIterator in source) return (source as AsyncIterable<unknown>)[Symbol.asyncIterator](); // checked on this line
  if (Symbol.iterator in source) return (source as Iterable<unknown>)[Symbol.iterator](); // checked on this line
  if ("getReader" in source) return iterateStream(source as ReadableStream<unknown>); // only Web Streams have getReader
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

/** A Blob or a Response, recognised by its methods: other realms and polyfills have other classes. */
type BlobOrResponse = Pick<Blob, "arrayBuffer" | "stream"> | Pick<Response, "arrayBuffer" | "body" | "ok">;

function isBlobOrResponse(source: object): source is BlobOrResponse {
  return "arrayBuffer" in source && ("stream" in source || "body" in source);
}

function toStream(name: string, source: BlobOrResponse): ReadableStream<Uint8Array> {
  if ("stream" in source) return source.stream();
  const { url, status, bodyUsed } = source as Response; // a Blob has no body, so this is a Response
  if (!source.ok) throw new HttpError(url, status, "the server did not send the file");
  if (source.body !== null && !bodyUsed) return source.body;
  throw new TypeError(
    `${name}: the Response ${source.body === null ? "has no body" : "has been read already"}`,
  );
}

/** Iterates over a stream in browsers whose streams are not async iterable. */
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
 * Creates a window over the raw bytes of a source. Nothing is decompressed.
 *
 * @param name - The calling function, for errors.
 */
export function sourceWindow(name: string, source: ByteSource): ByteWindow {
  const bytes = toBytes(source);
  return bytes === undefined ? chunkWindow(openChunks(name, source)) : bytesWindow(bytes);
}
