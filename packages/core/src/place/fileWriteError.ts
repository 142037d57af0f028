import { errorCode } from "../errors/errorCode.ts";
import { describeSystemError } from "./describeSystemError.ts";

/**
 * A file could not be written: the disk is full, the folder is missing or read-only, or the like.
 *
 * @example
 * ```ts
 * import { FileWriteError, writeFileAtomic } from "@tensorloom/core/node";
 *
 * try {
 *   await writeFileAtomic("/no/such/folder/labels.json", "[]");
 * } catch (error) {
 *   error instanceof FileWriteError && [error.path, error.code]; // => ["/no/such/folder/labels.json", "ENOENT"]
 * }
 * ```
 */
export class FileWriteError extends Error {
  /** The file's final name. */
  readonly path: string;
  /** How many bytes had been written before. */
  readonly written: number;
  /** The system's code: `"ENOSPC"`, `"EACCES"`, … */
  readonly code: string | undefined;

  constructor(path: string, written: number, cause: unknown) {
    super(`cannot write ${path}: ${describeSystemError(cause)}${progress(written)}`, { cause });
    this.name = "FileWriteError";
    this.path = path;
    this.written = written;
    this.code = errorCode(cause);
  }
}

function progress(written: number): string {
  return written === 0 ? "" : ` after ${String(written)} bytes`;
}
