import type { NewFolder } from "./newFolder.ts";

/** Writes files into a new folder, several at the same time. */
export interface PictureWriter {
  /**
   * Starts to write a file; waits if many are being written.
   *
   * @throws FileWriteError or StorageError of this file or of one before.
   */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Waits for all files. */
  finish(): Promise<void>;
}

/** A writer of files into a folder. */
export function pictureWriter(folder: NewFolder): PictureWriter {
  const writing = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;

  const rethrow = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  return {
    async write(path, bytes) {
      rethrow();
      const work = folder.write(path, bytes).then(
        () => void writing.delete(work),
        (error: unknown) => {
          failure ??= { error };
          writing.delete(work);
        },
      );
      writing.add(work);
      while (writing.size >= folder.concurrency) await Promise.race(writing);
    },
    async finish() {
      await Promise.all(writing);
      rethrow();
    },
  };
}
