import type { OpenBytes } from "./byteFile.ts";

/** Opens bytes in memory. */
export function openMemory(bytes: Uint8Array): OpenBytes {
  return {
    size: bytes.length,
    read: (at, length) => Promise.resolve(bytes.slice(at, at + length)),
    close: () => Promise.resolve(),
  };
}

/** Opens a Blob or File of a browser. It loads only the parts that are read. */
export function openBlob(blob: Blob): OpenBytes {
  return {
    size: blob.size,
    read: async (at, length) => new Uint8Array(await blob.slice(at, at + length).arrayBuffer()),
    close: () => Promise.resolve(),
  };
}
