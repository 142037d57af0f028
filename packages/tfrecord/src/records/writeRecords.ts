import { checkOptions, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { compressChunks } from "../bytes/compressChunks.ts";
import type { Compression } from "./compression.ts";
import { crc32c, type Checksum } from "./crc32c.ts";
import { checkBytes } from "../bytes/toBytes.ts";
import { FOOTER_BYTES, HEADER_BYTES, writeFooter, writeHeader } from "./frameRecord.ts";

/**
 * Options of {@link writeRecords}.
 *
 * @inline
 */
export interface WriteOptions {
  /** The compression of the whole file; default `none`. */
  readonly compression?: Exclude<Compression, "auto"> | undefined;
  /** Computes the CRC-32C; default: `crc32c`, or `fastCrc32c` for files in Node. */
  readonly checksum?: Checksum | undefined;
}

/** The kinds of {@link WriteOptions}. */
export const WRITE_OPTIONS: OptionKinds<WriteOptions> = { compression: "string", checksum: "function" };

const BLOCK_BYTES = 256 * 1024;

/**
 * Writes records as the bytes of a TFRecord file, in chunks.
 *
 * It has backpressure: a record is requested only for a chunk that is requested.
 *
 * @see tensorflow/core/lib/io/record_writer.cc
 * @example
 * ```ts
 * import { readRecords, writeRecords } from "@tensorloom/tfrecord";
 *
 * const file = writeRecords([new Uint8Array([7]), new Uint8Array([8, 9])], { compression: "gzip" });
 * const back: number[][] = [];
 * for await (const record of readRecords(file)) back.push([...record]);
 * back; // => [[7], [8, 9]]
 * ```
 */
export async function* writeRecords(
  records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: WriteOptions = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  checkOptions("writeRecords", options, WRITE_OPTIONS);
  const compression = oneOf("writeRecords: compression", options.compression ?? "none", [
    "none",
    "gzip",
    "zlib",
  ]);
  const blocks = frameBlocks(records, options.checksum ?? crc32c);
  if (compression === "none") {
    yield* blocks;
    return;
  }
  for await (const chunk of compressChunks(blocks, compression)) yield new Uint8Array(chunk);
}

/**
 * Writes records as a Web Stream, for `pipeTo` or a `Response`.
 *
 * @example
 * ```ts
 * import { streamRecords } from "@tensorloom/tfrecord";
 *
 * const file = await new Response(streamRecords([new Uint8Array(3)])).arrayBuffer();
 * file.byteLength; // => 19
 * ```
 */
export function streamRecords(
  records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: WriteOptions = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return toReadableStream(writeRecords(records, checkOptions("streamRecords", options, WRITE_OPTIONS)));
}

/** Frames records into blocks, so that small records do not cost one chunk each. */
async function* frameBlocks(
  records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  checksum: Checksum,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let block = new Uint8Array(BLOCK_BYTES);
  let used = 0;
  let record = 0;
  for await (const input of records) {
    const data = checkBytes(`writeRecords: record ${String(record++)}`, input);
    const total = HEADER_BYTES + data.length + FOOTER_BYTES;
    if (used + total > block.length) {
      if (used > 0) yield block.subarray(0, used);
      block = new Uint8Array(Math.max(BLOCK_BYTES, total));
      used = 0;
    }
    writeHeader(block, used, data.length);
    block.set(data, used + HEADER_BYTES);
    writeFooter(block, used + HEADER_BYTES + data.length, data, checksum);
    used += total;
  }
  if (used > 0) yield block.subarray(0, used);
}

/** Converts a generator to a stream with backpressure. */
function toReadableStream(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const step = await chunks.next();
      if (step.done === true) controller.close();
      else controller.enqueue(step.value);
    },
    async cancel() {
      await chunks.return();
    },
  });
}
