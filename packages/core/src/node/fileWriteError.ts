import { errorCode } from "../errors/errorCode.ts";

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
    super(`cannot write ${path}: ${reason(cause)}${progress(written)}`, { cause });
    this.name = "FileWriteError";
    this.path = path;
    this.written = written;
    this.code = errorCode(cause);
  }
}

/** The system's sentence without the call and the temporary path: `no space left on device (ENOSPC)`. */
function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = errorCode(cause);
  const sentence = cause.message.replace(/^[A-Z0-9_]+: /, "").split(", ")[0];
  return code === undefined ? cause.message : `${sentence} (${code})`;
}

function progress(written: number): string {
  return written === 0 ? "" : ` after ${String(written)} bytes`;
}
