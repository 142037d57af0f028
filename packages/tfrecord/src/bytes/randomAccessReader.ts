/** Bytes that can be read from any place: a file, a server that answers ranges, memory. */
export interface RandomAccessReader {
  /** What it is called, for errors. */
  readonly label: string;
  /** How many bytes there are. */
  readonly size: number;
  /** The bytes from `offset` on: `length` of them, or fewer where the end comes first. */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Bytes in memory as {@link RandomAccessReader}.
 *
 * @example
 * ```ts
 * import { encodeExample, frameRecord, indexRecords, int64, memoryReader, recordFile } from "@tensorloom/tfrecord";
 *
 * const bytes = memoryReader(frameRecord(encodeExample({ label: int64([1]) })), "one.tfrec");
 * recordFile(bytes, await indexRecords(bytes)).length; // => 1
 * ```
 */
export function memoryReader(bytes: Uint8Array, label = ""): RandomAccessReader {
  return {
    label,
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
    close: () => Promise.resolve(),
  };
}
