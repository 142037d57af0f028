import { allocForRead } from "@tensorloom/core/internal/node";
import { closeSync, fstatSync, openSync, read, readSync } from "node:fs";
import type { RandomAccessReader } from "../bytes/randomAccessReader.ts";

/** The maximum size of a synchronous read. */
const SYNC_BYTES = 512 * 1024;

/** A file with random access. Reads run off the main thread. */
export interface RandomAccessFile extends RandomAccessReader {
  /** The same file with synchronous reads, for the many small reads of an index. */
  readonly sync: RandomAccessReader;
}

/** Opens a file for random access. */
export function openRandomAccessFile(path: string): RandomAccessFile {
  const file = openSync(path, "r");
  const { size } = fstatSync(file);
  let [open, reads] = [true, 0];
  let idle: (() => void) | undefined;
  const scratch = allocForRead(SYNC_BYTES, 0);

  function checkOpen(): void {
    if (!open) throw new Error(`${path} is closed`); // the operating system may have reused the file descriptor
  }

  /** Closes the file after the reads in flight. */
  async function close(): Promise<void> {
    if (!open) return;
    open = false;
    if (reads > 0) await new Promise<void>((resolve) => (idle = resolve));
    closeSync(file);
  }
  return {
    label: path,
    size,
    close,
    read: (offset, length) =>
      new Promise((resolve, reject) => {
        checkOpen();
        reads += 1;
        const memory = allocForRead(Math.max(0, Math.min(length, size - offset)), offset);
        read(file, memory, 0, memory.length, offset, (error, bytesRead) => {
          reads -= 1;
          if (reads === 0) idle?.();
          if (error) reject(error);
          else resolve(memory.subarray(0, bytesRead));
        });
      }),
    sync: {
      label: path,
      size,
      close,
      read(offset, length) {
        checkOpen();
        return scratch.subarray(0, readSync(file, scratch, 0, Math.min(length, SYNC_BYTES), offset));
      },
    },
  };
}
