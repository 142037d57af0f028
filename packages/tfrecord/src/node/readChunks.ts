import { open, type FileHandle } from "node:fs/promises";
import { allocUnsafe } from "./allocUnsafe.ts";

/** Options of {@link readChunks}. */
export interface ReadChunksOptions {
  /** The size of a block in bytes. */
  readonly blockBytes: number;
  /** Whether blocks share memory: a block is then valid until the next one is requested. */
  readonly reuse: boolean;
}

/** The maximum size of one read for a record that is longer than a block. */
const MAX_READ_BYTES = 2 ** 20;

/**
 * Reads a file in blocks and prefetches one block.
 *
 * The argument of `next` is the number of bytes wanted. If it exceeds a block, up to 1 MiB is read at a time, so that
 * small blocks do not slow down long records.
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
    await ahead.catch(() => undefined); // nobody waits for its error any more
    await file.close();
    return { done: true, value: undefined };
  }

  ahead.catch(() => undefined); // thrown when the block is requested
  return {
    async next(wanted = 0) {
      const block = await ahead;
      if (block.length === 0) return close();
      if (reuse) {
        if (last?.length === blockBytes) spare.push(last);
        last = block;
      }
      ahead = read(file, wanted - block.length);
      ahead.catch(() => undefined); // thrown when the block is requested
      return { done: false, value: block };
    },
    return: close,
  };
}
