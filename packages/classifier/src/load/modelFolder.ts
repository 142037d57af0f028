/** The files of a saved classifier, wherever they are. */
export interface ModelFolder {
  /** The path, address or name of a file, for errors. */
  readonly locate: (name: string) => string;
  /**
   * Reads a file whole; undefined if there is no such file.
   *
   * @param onBytes - Called with the number of bytes so far.
   */
  readonly read: (name: string, onBytes?: (bytes: number) => void) => Promise<Uint8Array | undefined>;
}
