import { detectCompression } from "./compression.ts";
import { FOOTER_BYTES, HEADER_BYTES, readLength } from "./frameRecord.ts";
import type { RandomAccessReader } from "../bytes/randomAccessReader.ts";
import { TFRecordError, type DamageLocation } from "./tfrecordError.ts";

/** Where the records of a file stand. */
export interface RecordIndex {
  /** How many records there are. */
  readonly length: number;
  /** Where each record's header begins, in bytes; one more at the end: the file's size. */
  readonly offsets: Float64Array;
}

/** How much is read at once where many headers lie close together. */
const DENSE_BYTES = 256 * 1024;
const FRAME_BYTES = HEADER_BYTES + FOOTER_BYTES;

/**
 * Finds every record of an uncompressed file by reading headers only; their checksums are verified.
 *
 * @throws TFRecordError where a header does not hold or the file is cut.
 * @example
 * ```ts
 * import { frameRecord, indexRecords, memoryReader } from "@tensorloom/tfrecord";
 *
 * const index = await indexRecords(memoryReader(frameRecord(new Uint8Array(3))));
 * [index.length, ...index.offsets]; // => [1, 0, 19]
 * ```
 */
export async function indexRecords(source: RandomAccessReader): Promise<RecordIndex> {
  const offsets: number[] = [];
  let block: Uint8Array = new Uint8Array(0);
  let blockAt = 0;
  let at = 0;
  let blockBytes = DENSE_BYTES;
  while (at < source.size) {
    if (at + HEADER_BYTES > blockAt + block.length) {
      const read = source.read(at, blockBytes);
      block = read instanceof Uint8Array ? read : await read; // no promise where none is needed: 3 us a record
      blockAt = at;
    }
    const place = { file: source.label, record: offsets.length, offset: at };
    if (block.length - (at - blockAt) < HEADER_BYTES)
      throw new TFRecordError("truncated", place, "the header is cut");
    const length = readLength(block, at - blockAt);
    if (length < 0 && at === 0) throwIfCompressed(block, place);
    if (length < 0) throw new TFRecordError("length-checksum", place, "the length's checksum does not hold");
    const next = at + length + FRAME_BYTES;
    if (next > source.size) {
      const what = `the record is cut: ${String(source.size - at)} of ${String(next - at)} bytes are there`;
      throw new TFRecordError("truncated", place, what);
    }
    offsets.push(at);
    at = next;
    // records longer than a block: the next read needs no more than a header
    blockBytes = length > DENSE_BYTES / 4 ? HEADER_BYTES : DENSE_BYTES;
  }
  offsets.push(at);
  return { length: offsets.length - 1, offsets: Float64Array.from(offsets) };
}

function throwIfCompressed(first: Uint8Array, place: DamageLocation): void {
  const compression = detectCompression(first);
  if (compression === "none") return;
  const what = `the file is compressed (${compression}): its records have no place of their own; decompress it first`;
  throw new TFRecordError("compression", place, what);
}
