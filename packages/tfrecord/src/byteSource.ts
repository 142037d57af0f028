import { bytesWindow, chunkWindow, type ByteWindow } from "./byteWindow.ts";
import { decompressed, detectCompression, DETECTION_BYTES, type Compression } from "./compression.ts";

/** Where bytes come from: all at once, or in chunks of any size. A chunk must not be overwritten once it is given. */
export type ByteSource =
  Uint8Array | ArrayBuffer | Iterable<Uint8Array> | AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

/** The chunks of a source one by one. */
export function chunksOf(source: ByteSource): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  if (source instanceof Uint8Array) return [source][Symbol.iterator]();
  if (source instanceof ArrayBuffer) return [new Uint8Array(source)][Symbol.iterator]();
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
  if (Symbol.iterator in source) return source[Symbol.iterator]();
  return readerOf(source);
}

/** Browsers whose streams are not async iterable yet. */
function readerOf(stream: ReadableStream<Uint8Array>): AsyncIterator<Uint8Array> {
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

/** How much is given to decompression at once: 16 KiB can become 16 MiB, which wait in memory. */
const PIECE_BYTES = 16 * 1024;

/** The bytes not yet read from a window. */
async function* restOf(window: ByteWindow): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  try {
    for (;;) {
      await window.fill(1);
      const { bytes, start } = window;
      const end = Math.min(window.end, start + PIECE_BYTES);
      if (start === end) return;
      window.start = end;
      yield new Uint8Array(bytes.subarray(start, end)); // not a view: the platform takes no shared memory
    }
  } finally {
    await window.close();
  }
}

/** A window over a source's bytes, decompressed. */
export async function openWindow(source: ByteSource, compression: Compression): Promise<ByteWindow> {
  const raw =
    source instanceof Uint8Array
      ? bytesWindow(source)
      : source instanceof ArrayBuffer
        ? bytesWindow(new Uint8Array(source))
        : chunkWindow(chunksOf(source));
  return decompressedWindow(raw, compression);
}

/** The window that a compressed window holds; itself where nothing is compressed. */
export async function decompressedWindow(raw: ByteWindow, compression: Compression): Promise<ByteWindow> {
  let named = compression;
  if (named === "auto") {
    await raw.fill(DETECTION_BYTES);
    named = detectCompression(raw.bytes.subarray(raw.start, Math.min(raw.end, raw.start + DETECTION_BYTES)));
  }
  return named === "none" ? raw : chunkWindow(decompressed(restOf(raw), named));
}
