import { checkOptions, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { ByteSource } from "../bytes/byteSource.ts";
import type { ByteWindow } from "../bytes/byteWindow.ts";
import { CompressionError } from "../bytes/compressionError.ts";
import { atRecord } from "./atRecord.ts";
import { COMPRESSIONS, type Compression } from "./compression.ts";
import { openWindow } from "./openWindow.ts";
import { CURSOR_OPTIONS, type CursorOptions } from "./cursorOptions.ts";
import { RecordCursor } from "./recordCursor.ts";

/**
 * Options of {@link readRecords}.
 *
 * @inline
 */
export interface ReadOptions extends CursorOptions {
  /** The compression of the whole input; default `auto`: detected from the first bytes. */
  readonly compression?: Compression | undefined;
}

/** The kinds of {@link ReadOptions}. */
export const READ_OPTIONS: OptionKinds<ReadOptions> = { ...CURSOR_OPTIONS, compression: "string" };

/**
 * Reads the records of a TFRecord file and verifies their checksums.
 *
 * The length is verified before it is used. A record that lies in one chunk is a view of that chunk, so it stays valid
 * as long as the chunk does; a record that spans chunks is a copy.
 *
 * @param source - Bytes, chunks of bytes of any size, a stream, a `Blob` or a `Response`.
 * @throws TFRecordError if the file is damaged and `damage` does not skip it.
 * @see tensorflow/core/lib/io/record_reader.cc
 * @example
 * ```ts
 * import { frameRecord, readRecords } from "@tensorloom/tfrecord";
 *
 * const lengths: number[] = [];
 * for await (const record of readRecords([frameRecord(new Uint8Array(3)), frameRecord(new Uint8Array(0))])) {
 *   lengths.push(record.length);
 * }
 * lengths; // => [3, 0]
 * ```
 */
export async function* readRecords(
  source: ByteSource,
  options: ReadOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  checkOptions("readRecords", options, READ_OPTIONS);
  const compression = oneOf("readRecords: compression", options.compression ?? "auto", COMPRESSIONS);
  yield* readWindow(await openWindow("readRecords", source, compression), options);
}

/** Reads the records of a window. */
export async function* readWindow(
  window: ByteWindow,
  options: CursorOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const cursor = new RecordCursor(window, options);
  try {
    for (;;) {
      const step = cursor.next();
      if (step === undefined) return;
      if (typeof step === "number") await fillWindow(window, cursor, step);
      else yield step;
    }
  } finally {
    await window.close();
  }
}

/** Buffers the bytes that a cursor needs. */
export async function fillWindow(window: ByteWindow, cursor: RecordCursor, least: number): Promise<void> {
  try {
    if (!(await window.fill(least))) cursor.ended = true;
  } catch (error) {
    if (!(error instanceof CompressionError))
      throw atRecord(error, { record: cursor.record, offset: cursor.offset });
    cursor.fail(
      "compression",
      `the compressed bytes are truncated or corrupt here (${error.message})`,
      error,
    );
  }
}
