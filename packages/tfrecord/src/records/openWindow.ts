import { sourceWindow, type ByteSource } from "../bytes/byteSource.ts";
import { chunkWindow, type ByteWindow } from "../bytes/byteWindow.ts";
import { inflateChunks } from "../bytes/inflateChunks.ts";
import { detectCompression, DETECTION_BYTES, type Compression } from "./compression.ts";

/** Iterates over the unread bytes of a window. */
async function* readRest(window: ByteWindow): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (;;) {
      await window.fill(1);
      const { bytes, start, end } = window;
      if (start === end) return;
      window.start = end;
      yield bytes.subarray(start, end);
    }
  } finally {
    await window.close();
  }
}

/**
 * Opens a window over the decompressed bytes of a source.
 *
 * @param name - The calling function, for errors.
 */
export async function openWindow(
  name: string,
  source: ByteSource,
  compression: Compression,
): Promise<ByteWindow> {
  return inflateWindow(sourceWindow(name, source), compression);
}

/** Returns a window over the decompressed bytes of a window; the same window if it is not compressed. */
export async function inflateWindow(raw: ByteWindow, compression: Compression): Promise<ByteWindow> {
  try {
    const format = compression === "auto" ? await detectWindow(raw) : compression;
    return format === "none" ? raw : chunkWindow(inflateChunks(readRest(raw), format));
  } catch (error) {
    await raw.close();
    throw error;
  }
}

/** Detects the compression of a window's bytes without reading them. */
export async function detectWindow(window: ByteWindow): Promise<Exclude<Compression, "auto">> {
  await window.fill(DETECTION_BYTES);
  return detectCompression(
    window.bytes.subarray(window.start, Math.min(window.end, window.start + DETECTION_BYTES)),
  );
}
