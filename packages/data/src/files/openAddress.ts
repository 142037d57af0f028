import { StorageError } from "@tensorloom/core";
import { openObject, sequentialReader } from "@tensorloom/core/internal";
import type { OpenBytes } from "./byteFile.ts";

/**
 * Opens an object of a storage.
 *
 * Reads that follow one another share a stream, which runs ahead; any other read is a request of its own.
 */
export async function openAddress(address: string): Promise<OpenBytes> {
  const object = await openObject(address).catch((error: unknown) => {
    if (error instanceof StorageError && error.kind === "unsupported") return undefined; // of unknown size
    throw error;
  });
  const stream = sequentialReader(address, { etag: object?.etag });
  if (object === undefined)
    return { size: undefined, read: (at, length) => stream.read(at, length), close: () => stream.close() };
  let [last, end, reading] = [-1, -1, 0];
  return {
    size: object.size,
    async read(at, length) {
      const follows = reading === 0 && at >= last && at <= end;
      [last, end] = [at, at + length];
      reading += 1;
      try {
        return await (follows ? stream.read(at, length) : object.read(at, length));
      } finally {
        reading -= 1;
      }
    },
    close: () => stream.close(),
  };
}
