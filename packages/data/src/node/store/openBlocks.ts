import { open } from "node:fs/promises";
import { isMissing, sequentialReader } from "@tensorloom/core/internal";
import { isAddress } from "@tensorloom/core/internal/node";

/** Reads a file or an object from its start to its end. */
export interface BlockReader {
  /** Fills memory from `offset` on with the next bytes; returns how many, 0 at the end. */
  read(memory: Uint8Array, offset: number): Promise<number>;
  close(): Promise<void>;
}

/** Opens the file of a path, or the object of an address; returns `undefined` if it does not exist. */
export async function openBlocks(place: string): Promise<BlockReader | undefined> {
  try {
    return await (isAddress(place) ? openStream(place) : openFile(place));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function openFile(path: string): Promise<BlockReader> {
  const file = await open(path, "r");
  return {
    read: async (memory, offset) => (await file.read(memory, offset, memory.length - offset)).bytesRead,
    close: () => file.close(),
  };
}

/** An object in one version: a stream ends with an error if another pass replaces the object meanwhile. */
async function openStream(address: string): Promise<BlockReader> {
  const reader = sequentialReader(address);
  let position = 0;
  try {
    await reader.read(0, 1); // a missing object is an error here
  } catch (error) {
    await reader.close();
    throw error;
  }
  return {
    async read(memory, offset) {
      const bytes = await reader.read(position, memory.length - offset);
      memory.set(bytes, offset);
      position += bytes.length;
      return bytes.length;
    },
    close: () => reader.close(),
  };
}
