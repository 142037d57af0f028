/**
 * A random-access byte source: a file, an HTTP server with range requests, or memory.
 *
 * @example
 * ```ts
 * import { frameRecord, indexRecords, type RandomAccessReader } from "@tensorloom/tfrecord";
 *
 * const bytes = frameRecord(new Uint8Array([5, 6]));
 * const reader: RandomAccessReader = {
 *   label: "two.tfrec",
 *   size: bytes.length,
 *   read: (offset, length) => bytes.subarray(offset, offset + length),
 *   close: () => Promise.resolve(),
 * };
 * (await indexRecords(reader)).length; // => 1
 * ```
 */
export interface RandomAccessReader {
  /** The name of the source, for errors. */
  readonly label: string;
  /** The size in bytes. */
  readonly size: number;
  /** Reads `length` bytes from `offset` on, or fewer at the end of the source. */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
  /** Closes the source. */
  close(): Promise<void>;
}

/**
 * Creates a {@link RandomAccessReader} over bytes in memory.
 *
 * @param label - The name of the source, for errors.
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
