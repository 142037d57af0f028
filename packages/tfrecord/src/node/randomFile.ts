import { closeSync, fstatSync, openSync, read, readSync } from "node:fs";
import type { RandomBytes } from "../randomBytes.ts";
import { unzeroed } from "./unzeroed.ts";

/** How much the direct reads of an index take at most. */
const SYNC_BYTES = 512 * 1024;

/** A file whose bytes are read from any place, off the main thread. */
export interface RandomFile extends RandomBytes {
  /** The same bytes, read at once on this thread: for the many small reads of an index. */
  readonly direct: RandomBytes;
}

/** Opens a file for reads from any place. */
export function randomFile(path: string): RandomFile {
  const file = openSync(path, "r");
  const { size } = fstatSync(file);
  let open = true;
  const scratch = unzeroed(SYNC_BYTES);
  const close = (): Promise<void> => {
    if (open) closeSync(file);
    open = false;
    return Promise.resolve();
  };
  return {
    label: path,
    size,
    close,
    read: (offset, length) =>
      new Promise((resolve, reject) => {
        const memory = unzeroed(Math.max(0, Math.min(length, size - offset)));
        read(file, memory, 0, memory.length, offset, (error, bytesRead) => {
          if (error) reject(error);
          else resolve(memory.subarray(0, bytesRead));
        });
      }),
    direct: {
      label: path,
      size,
      close,
      read: (offset, length) =>
        scratch.subarray(0, readSync(file, scratch, 0, Math.min(length, SYNC_BYTES), offset)),
    },
  };
}
