import { open, type FileHandle } from "node:fs/promises";
import { allocUnsafe } from "./allocUnsafe.ts";

/** How {@link readChunks} reads. */
export interface ReadChunksOptions {
  /** How many bytes are read at once. */
  readonly blockBytes: number;
  /** Whether a block's memory is used again two blocks later: what was read is then gone when the next block is asked for. */
  readonly reuse: boolean;
}

/** The most that is read at a time for a record that is longer than a block. */
const MAX_READ_BYTES = 2 ** 20;

/**
 * A file's bytes in blocks; while one is looked at, the next is being read.
 *
 * If more than a block is wanted, the rest of it is read in pieces of up to 1 MiB: small blocks do not slow down long
 * records.
 */
export async function readChunks(
  path: string,
  { blockBytes, reuse }: ReadChunksOptions,
): Promise<AsyncIterator<Uint8Array, undefined, number>> {
  const file = await open(path, "r");
  const spare: Uint8Array[] = [];
  let last: Uint8Array | undefined;
  let ahead = read(file, 0);

  async function read(handle: FileHandle, wanted: number): Promise<Uint8Array> {
    const size = Math.max(blockBytes, Math.min(wanted, MAX_READ_BYTES));
    const memory = (size === blockBytes ? spare.pop() : undefined) ?? allocUnsafe(size);
    const { bytesRead } = await handle.read(memory, 0, size, null);
    return bytesRead === size ? memory : memory.subarray(0, bytesRead);
  }

  async function close(): Promise<{ done: true; value: undefined }> {
    await ahead.catch(() => undefined); // its error, if any, is not asked for any more
    await file.close();
    return { done: true, value: undefined };
  }

  ahead.catch(() => undefined); // told when it is asked for
  return {
    async next(wanted = 0) {
      const block = await ahead;
      if (block.length === 0) return close();
      if (reuse) {
        if (last?.length === blockBytes) spare.push(last);
        last = block;
      }
      ahead = read(file, wanted - block.length);
      ahead.catch(() => undefined); // told when it is asked for
      return { done: false, value: block };
    },
    return: close,
  };
}
