/** A file that can be opened for each pass. */
export interface ByteFile {
  /** The name in errors: a path, or what the input is. */
  readonly name: string;
  /** Opens it. */
  open(): Promise<OpenBytes>;
}

/** An open file. */
export interface OpenBytes {
  /** The size in bytes, if the file has random access. */
  readonly size: number | undefined;
  /**
   * Reads bytes at an offset: fewer than `length` only at the end of the file. They belong to the caller.
   *
   * A file without random access is read forwards: an offset may not be smaller than the one before.
   */
  read(at: number, length: number): Promise<Uint8Array>;
  /** Closes it. It is idempotent, and ends a pending read. */
  close(): Promise<void>;
}
