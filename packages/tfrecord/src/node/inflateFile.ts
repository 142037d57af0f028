import { errorCode } from "@tensorloom/core/internal";
import { createReadStream } from "node:fs";
import { createGunzip, createInflate, type Gunzip, type Inflate } from "node:zlib";
import { inflateChunks } from "../bytes/inflateChunks.ts";
import { readChunks } from "./readChunks.ts";

/**
 * Decompresses a file with Node's zlib.
 *
 * zlib discards the bytes inflated just before an error and ignores bytes after the end. If it does not read a file
 * cleanly to its end, {@link inflateChunks} reads the file again and continues at the caller's position.
 *
 * @throws CompressionError as {@link inflateChunks} does; errors of `node:fs`.
 */
export async function* inflateFile(
  path: string,
  format: "gzip" | "zlib",
  blockBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const outputBytes = Math.max(blockBytes, 64);
  const zlib =
    format === "gzip" ? createGunzip({ chunkSize: outputBytes }) : createInflate({ chunkSize: outputBytes });
  let done = 0;
  try {
    for await (const chunk of pipeThrough(path, zlib, blockBytes)) {
      done += chunk.length;
      yield chunk;
    }
    if (await isPadding(path, zlib.bytesWritten)) return;
  } catch (error) {
    if (!isZlibError(error)) throw error;
  }
  const file = await readChunks(path, { blockBytes, reuse: true });
  for await (const chunk of inflateChunks(file, format, outputBytes)) {
    const known = Math.min(done, chunk.length);
    done -= known;
    if (known < chunk.length) yield chunk.subarray(known);
  }
}

function pipeThrough(path: string, zlib: Gunzip | Inflate, blockBytes: number): AsyncIterable<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: blockBytes });
  file.on("error", (error) => zlib.destroy(error));
  zlib.on("close", () => file.destroy());
  zlib.on("error", () => undefined); // Node 24 reports bytes after the end here; isPadding checks them below
  return file.pipe(zlib) as AsyncIterable<Uint8Array>; // zlib yields Buffers
}

/** Whether a file has only zero bytes from an offset on. */
async function isPadding(path: string, start: number): Promise<boolean> {
  for await (const chunk of createReadStream(path, { start }) as AsyncIterable<Uint8Array>)
    if (chunk.some((byte) => byte !== 0)) return false;
  return true;
}

function isZlibError(error: unknown): boolean {
  return errorCode(error)?.startsWith("Z_") === true;
}
