import { setOrigin } from "@tensorloom/core";
import { checkOptions, integer, shown, type OptionKinds } from "@tensorloom/core/internal";
import { atRecord } from "./atRecord.ts";
import { RecordOrigin } from "./recordOrigin.ts";
import { crc32c, maskedCrc32c, type Checksum } from "./crc32c.ts";
import { FOOTER_BYTES, HEADER_BYTES, readLength, readUint32 } from "./frameRecord.ts";
import type { RandomAccessReader } from "../bytes/randomAccessReader.ts";
import type { RecordIndex } from "./recordIndex.ts";
import { TFRecordError } from "./tfrecordError.ts";

/**
 * A file of records with random access. It is an indexed source for `fromIndexed` of `@tensorloom/data`.
 *
 * @example
 * ```ts
 * import type { RecordFile } from "@tensorloom/tfrecord";
 * import { openRecordFile } from "@tensorloom/tfrecord/node";
 *
 * const file: RecordFile = await openRecordFile("packages/tfrecord/fixtures/records.plain.tfrecord");
 * const last = await file.at(-1);
 * await file.close();
 * [file.length, last?.length]; // => [6, 70000]
 * ```
 */
export interface RecordFile {
  /** The number of records. */
  readonly length: number;
  /** The offsets of the records. */
  readonly index: RecordIndex;
  /** Reads and verifies a record. Negative positions count from the end; past the end it returns `undefined`. */
  at(position: number): Promise<Uint8Array | undefined>;
  /** Closes the file after the reads in flight. */
  close(): Promise<void>;
}

/**
 * Options of {@link recordFile}.
 *
 * @inline
 */
export interface RecordFileOptions {
  /** The maximum size of a record, in bytes; default 2^30. */
  readonly maxRecordBytes?: number | undefined;
  /** Computes the CRC-32C; default: `crc32c`, or `fastCrc32c` for files in Node. */
  readonly checksum?: Checksum | undefined;
}

/** The kinds of {@link RecordFileOptions}. */
export const RECORD_FILE_OPTIONS: OptionKinds<RecordFileOptions> = {
  maxRecordBytes: "number",
  checksum: "function",
};

/**
 * Opens records for random access by an index. Any number of reads may be in flight.
 *
 * @param source - The file's bytes. Closing the record file closes them.
 * @param index - The offsets of the records, from {@link indexRecords} or `readIndexFile`.
 *
 * @example
 * ```ts
 * import { frameRecord, indexRecords, memoryReader, recordFile } from "@tensorloom/tfrecord";
 *
 * const source = memoryReader(frameRecord(new Uint8Array([5, 6])));
 * const file = recordFile(source, await indexRecords(source));
 * await file.at(0); // => new Uint8Array([5, 6])
 * ```
 */
export function recordFile(
  source: RandomAccessReader,
  index: RecordIndex,
  options: RecordFileOptions = {},
): RecordFile {
  checkOptions("recordFile", options, RECORD_FILE_OPTIONS);
  const maxRecordBytes = integer("recordFile: maxRecordBytes", options.maxRecordBytes ?? 2 ** 30, 0);
  const checksum = options.checksum ?? crc32c;
  let closed = false;
  return {
    length: index.length,
    index,
    async at(position) {
      if (closed) throw new Error(`${source.label === "" ? "the record file" : source.label} is closed`);
      if (typeof position !== "number")
        throw new TypeError(`at: position must be a number, got ${shown(position)}`);
      const record = position < 0 ? index.length + position : position;
      if (!Number.isInteger(record) || record < 0 || record >= index.length) return undefined;
      const offset = index.offsets[record];
      const total = index.offsets[record + 1] - offset;
      const place = { file: source.label, record, offset };
      const length = total - HEADER_BYTES - FOOTER_BYTES;
      if (length > maxRecordBytes) {
        const what = `the record has ${String(length)} bytes, more than maxRecordBytes (${String(maxRecordBytes)})`;
        throw new TFRecordError("too-long", place, what);
      }
      const framed = await readAsync(source, offset, total).catch((error: unknown) => {
        throw atRecord(error, place);
      });
      if (framed.length < total) {
        const what = `the record is truncated: ${String(framed.length)} of ${String(total)} bytes`;
        throw new TFRecordError("truncated", place, what);
      }
      if (readLength(framed, 0) !== length)
        throw new TFRecordError("length-checksum", place, "the header does not match the index");
      const data = framed.subarray(HEADER_BYTES, HEADER_BYTES + length);
      if (maskedCrc32c(data, checksum) !== readUint32(framed, HEADER_BYTES + length))
        throw new TFRecordError("data-checksum", place, "the checksum of the data does not match");
      return setOrigin(data, new RecordOrigin(source.label, record));
    },
    close() {
      closed = true;
      return source.close();
    },
  };
}

async function readAsync(source: RandomAccessReader, offset: number, length: number): Promise<Uint8Array> {
  return source.read(offset, length);
}
