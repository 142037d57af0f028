import { open, type FileHandle } from "node:fs/promises";
import { unzeroed } from "./unzeroed.ts";

/** How {@link fileChunks} reads. */
export interface FileChunksOptions {
  /** How many bytes are read at once. */
  readonly blockBytes: number;
  /** Whether a block's memory is used again two blocks later: what was read is then gone when the next block is asked for. */
  readonly reuse: boolean;
}

/** A file's bytes in blocks; while one is looked at, the next is being read. */
export async function fileChunks(
  path: string,
  { blockBytes, reuse }: FileChunksOptions,
): Promise<AsyncIterator<Uint8Array>> {
  const file = await open(path, "r");
  const spare: Uint8Array[] = [];
  let last: Uint8Array | undefined;
  let ahead = read(file);

  async function read(handle: FileHandle): Promise<Uint8Array> {
    const memory = spare.pop() ?? unzeroed(blockBytes);
    const { bytesRead } = await handle.read(memory, 0, blockBytes, null);
    return bytesRead === blockBytes ? memory : memory.subarray(0, bytesRead);
  }

  async function close(): Promise<{ done: true; value: undefined }> {
    await ahead.catch(() => undefined); // its error, if any, is not asked for any more
    await file.close();
    return { done: true, value: undefined };
  }

  ahead.catch(() => undefined); // told when it is asked for
  return {
    async next() {
      const block = await ahead;
      if (block.length === 0) return close();
      if (reuse && last?.length === blockBytes) spare.push(last);
      last = block;
      ahead = read(file);
      ahead.catch(() => undefined); // told when it is asked for
      return { done: false, value: block };
    },
    return: close,
  };
}
