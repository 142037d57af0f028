import { makeFolder } from "@tensorloom/core/internal/node";
import { FileWriteError } from "@tensorloom/core/node";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** How many pictures are written at the same time. */
const CONCURRENCY = 8;

/** Writes files into a new folder, several at the same time. */
export interface PictureWriter {
  /**
   * Starts to write a file; waits if many are being written.
   *
   * @throws FileWriteError of this file or of one before.
   */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Waits for all files. */
  finish(): Promise<void>;
}

/**
 * A writer of files into a folder; it creates the folders in it.
 *
 * @param finalFolder - The folder's later name, for errors.
 */
export function pictureWriter(folder: string, finalFolder: string): PictureWriter {
  const made = new Map<string, Promise<void>>();
  let making = Promise.resolve(); // one folder after another, because they may have the same parent
  const writing = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;

  async function writeOne(path: string, bytes: Uint8Array): Promise<void> {
    const parent = dirname(join(folder, path));
    let ready = made.get(parent);
    if (ready === undefined) {
      making = making.then(() => makeFolder(parent));
      made.set(parent, (ready = making));
    }
    await ready;
    try {
      await writeFile(join(folder, path), bytes, { flag: "wx" });
    } catch (error) {
      throw new FileWriteError(join(finalFolder, path), 0, error);
    }
  }
  const rethrow = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  return {
    async write(path, bytes) {
      rethrow();
      const work = writeOne(path, bytes).then(
        () => void writing.delete(work),
        (error: unknown) => {
          failure ??= { error };
          writing.delete(work);
        },
      );
      writing.add(work);
      while (writing.size >= CONCURRENCY) await Promise.race(writing);
    },
    async finish() {
      await Promise.all(writing);
      rethrow();
    },
  };
}
