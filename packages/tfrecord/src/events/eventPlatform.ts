import type { EventFile } from "./eventFile.ts";

/** What event files need of Node or a browser. */
export interface EventPlatform {
  /** The part of a file's name that differs between writers: the machine and the process. */
  writerName(): string;
  /** Computes a CRC-32C. */
  readonly checksum: (bytes: Uint8Array) => number;
  /** Creates a file that grows, and its folder; undefined if it exists. */
  createFile(path: string): Promise<EventFile | undefined>;
}
