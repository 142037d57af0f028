import type { RandomAccessReader } from "../bytes/randomAccessReader.ts";
import type { Checksum } from "../records/crc32c.ts";

/** A file with random access, and with synchronous reads for the many small ones of an index. */
interface SyncedReader extends RandomAccessReader {
  readonly sync: RandomAccessReader;
}

/** What the platform has for record files: `#record-files` is Node's, or a browser's, which has no paths. */
export interface RecordFiles {
  openRandomAccessFile(path: string): SyncedReader;
  /** The fastest CRC-32C. */
  readonly checksum: Checksum;
}
