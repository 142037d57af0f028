/** A folder that is being filled. */
export interface NewFolder {
  /** How many files are written at the same time. */
  readonly concurrency: number;
  /**
   * Writes a file, and creates the folders above it.
   *
   * @throws FileWriteError or StorageError with its final name.
   */
  write(path: string, content: Uint8Array | string | Iterable<string>): Promise<void>;
  /** Publishes the folder under its final name. */
  commit(): Promise<void>;
  /** Removes what has been written, unless it has been committed. */
  discard(): Promise<void>;
}
