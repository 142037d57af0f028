/** The place of checkpoints: a folder in Node. */
export interface CheckpointStore {
  /** The folder, for messages. */
  readonly folder: string;
  /** Returns the names of the files, in any order. */
  list(): Promise<readonly string[]>;
  read(name: string): Promise<Uint8Array>;
  /** Writes a file, which appears whole or not at all, and replaces one of that name. */
  write(name: string, chunks: readonly Uint8Array[]): Promise<void>;
  /** Removes a file. A missing file is not an error. */
  remove(name: string): Promise<void>;
  /** Continues a CRC-32 (zlib's) over more bytes. */
  crc32(chunk: Uint8Array, before: number): number;
}
