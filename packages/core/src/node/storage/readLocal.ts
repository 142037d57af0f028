import { open, type FileHandle } from "node:fs/promises";
import { StorageError } from "../../storage/storageError.ts";
import type { Storage } from "../../storage/storage.ts";
import { allocForRead } from "../readMemory.ts";
import { localObject } from "./localObject.ts";
import { localPath } from "./localPath.ts";

type ReadOptions = NonNullable<Parameters<Storage["read"]>[1]>;

/** The size of a chunk of `stream` in bytes. */
const CHUNK_BYTES = 2 ** 20;

/** Reads a range of a file into memory. */
export async function readLocal(address: string, options: ReadOptions): Promise<Uint8Array> {
  const { file, size } = await openVersion(address, options);
  try {
    const { offset = 0, length = Infinity, signal } = options;
    const bytes = allocForRead(Math.max(0, Math.min(length, size - offset)), offset);
    let got = 0;
    while (got < bytes.length) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(bytes, got, bytes.length - got, offset + got);
      if (bytesRead === 0) throw truncated(address, offset + got);
      got += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** Reads a file in chunks; the next one is read while the caller works on the last. */
export async function* streamLocal(
  address: string,
  options: ReadOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { file, size } = await openVersion(address, options);
  const { offset = 0, length = Infinity, signal } = options;
  const end = Math.min(size, offset + length);
  const read = async (at: number): Promise<Uint8Array> => {
    const chunk = allocForRead(Math.max(0, Math.min(CHUNK_BYTES, end - at)), at);
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
    return chunk.subarray(0, bytesRead);
  };
  let ahead = read(offset);
  try {
    for (let at = offset; at < end;) {
      signal?.throwIfAborted();
      const chunk = await ahead;
      if (chunk.length === 0) throw truncated(address, at);
      at += chunk.length;
      ahead = read(at);
      ahead.catch(() => undefined); // thrown when the chunk is requested
      yield chunk;
    }
  } finally {
    await ahead.catch(() => undefined);
    await file.close();
  }
}

async function openVersion(
  address: string,
  { etag }: ReadOptions,
): Promise<{ readonly file: FileHandle; readonly size: number }> {
  const file = await open(localPath(address).path, "r");
  try {
    const stats = await file.stat({ bigint: true });
    if (stats.isDirectory()) throw new StorageError(address, "not-found", "it is a folder");
    if (etag !== undefined && localObject(address, stats).etag !== etag)
      throw new StorageError(address, "changed", "the file has changed since its version was taken");
    return { file, size: Number(stats.size) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function truncated(address: string, offset: number): StorageError {
  return new StorageError(address, "truncated", "the file became shorter while it was read", { offset });
}
