import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { link, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { checkOptions, type OptionKinds } from "../check/checkOptions.ts";
import { FileWriteError } from "../place/fileWriteError.ts";
import { syncFolder } from "./syncFolder.ts";

/**
 * Options of {@link openAtomicFile}.
 *
 * @inline
 */
export interface AtomicFileOptions {
  /** Whether `commit` may replace a file of that name; default true. If false, it throws with the code `"EEXIST"`. */
  readonly replace?: boolean | undefined;
}

const KNOWN: OptionKinds<AtomicFileOptions> = { replace: "boolean" };

/** A file that is being written, under a hidden temporary name. */
export interface AtomicFile {
  /** How many bytes have been written. */
  readonly bytes: number;
  /** The temporary file, in the folder of the final one: `.NAME.RANDOM.partial`. */
  readonly temporaryPath: string;
  /** Appends bytes. A list of chunks is written by one call of the system, which does not wait for this thread. */
  write(chunk: Uint8Array | readonly Uint8Array[]): Promise<void>;
  /** Flushes what has been written to the disk and closes the file, so that many can wait for one `commit` each. */
  flush(): Promise<void>;
  /**
   * Flushes the file and renames it to its final name.
   *
   * @param path - Another final name in the same folder; default: the name that the file was opened for.
   */
  commit(path?: string): Promise<void>;
  /** Removes the file, unless it has been committed. Call it in a `finally`. */
  discard(): Promise<void>;
}

/**
 * Opens a file that appears under its name whole or not at all.
 *
 * Any number of writers may write the same path, in one process or in several: each has a temporary file of its own,
 * and the last commit wins. A symbolic link stays: the file that it names is replaced. A device or a pipe is refused.
 *
 * @param path - The final name. Its folder must exist.
 * @throws FileWriteError (this function, `write`, `flush` and `commit`) with the path, the bytes written before, and
 * the system's code and sentence.
 * @example
 * ```ts no-run
 * import { openAtomicFile } from "@tensorloom/core/internal/node";
 *
 * const file = await openAtomicFile("model.bin");
 * try {
 *   await file.write(Uint8Array.of(1, 2, 3));
 *   await file.commit();
 * } finally {
 *   await file.discard();
 * }
 * ```
 */
export async function openAtomicFile(path: string, options: AtomicFileOptions = {}): Promise<AtomicFile> {
  const { replace = true } = checkOptions("openAtomicFile", options, KNOWN);
  const target = await resolveLink(path);
  const there = await stat(target).catch(() => undefined); // opening reports what is wrong with the path
  if (there?.isFile() === false && !there.isDirectory())
    throw new FileWriteError(path, 0, new Error("it is a device or a pipe, which a file would replace"));
  const token = randomBytes(6).toString("hex");
  const temporaryPath = join(dirname(target), `.${basename(target)}.${token}.partial`);
  let bytes = 0;
  let state: "open" | "closed" | "committed" = "open";

  async function attempt<R>(named: string, work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      throw new FileWriteError(named, bytes, error);
    }
  }
  const file = await attempt(path, () => open(temporaryPath, "wx"));
  removeAtExit(temporaryPath);

  async function close(): Promise<void> {
    if (state !== "open") return;
    state = "closed";
    await file.close();
  }
  async function flush(): Promise<void> {
    if (state !== "open") return;
    await attempt(path, () => file.sync());
    await close();
  }
  return {
    temporaryPath,
    get bytes() {
      return bytes;
    },
    write: (chunk) =>
      attempt(path, async () => {
        let left: readonly Uint8Array[] = chunk instanceof Uint8Array ? [chunk] : chunk;
        while (left.some(({ length }) => length > 0)) {
          const { bytesWritten } = await file.writev([...left]);
          bytes += bytesWritten;
          left = dropBytes(left, bytesWritten);
        }
      }),
    flush,
    async commit(to = path) {
      await flush();
      const final = to === path ? target : await resolveLink(to);
      await attempt(to, () => (replace ? rename(temporaryPath, final) : linkNew(temporaryPath, final)));
      state = "committed";
      temporaries.delete(temporaryPath);
      await syncFolder(dirname(final));
    },
    async discard() {
      if (state === "committed") return;
      await close();
      await rm(temporaryPath, { force: true });
      temporaries.delete(temporaryPath);
    },
  };
}

/** The temporary files of this process that are neither committed nor discarded. */
const temporaries = new Set<string>();
let listens = false;

/** Has a temporary file removed if the process exits before it is committed; a signal that kills it leaves the file. */
function removeAtExit(path: string): void {
  temporaries.add(path);
  if (listens) return;
  listens = true;
  // before other listeners, which then find folders without them
  process.prependOnceListener("exit", () => {
    for (const temporary of temporaries) rmSync(temporary, { force: true });
  });
}

/** What is left of some chunks after their first bytes. */
function dropBytes(chunks: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let skipped = 0;
  return chunks.flatMap((chunk) => {
    const from = Math.min(chunk.length, Math.max(0, count - skipped));
    skipped += chunk.length;
    return from < chunk.length ? [chunk.subarray(from)] : [];
  });
}

/** The file that a symbolic link names, or the path itself. */
async function resolveLink(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path; // it does not exist yet, or opening it reports the reason
  }
}

/** Renames a file only if the new name is free: `rename` would replace, `link` does not. */
async function linkNew(from: string, to: string): Promise<void> {
  await link(from, to);
  await rm(from, { force: true });
}
