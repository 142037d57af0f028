import { checkOptions, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { ByteSource } from "../bytes/byteSource.ts";
import type { ByteWindow } from "../bytes/byteWindow.ts";
import { CompressionError } from "../bytes/compressionError.ts";
import { HttpError } from "../bytes/httpError.ts";
import { COMPRESSIONS, type Compression } from "./compression.ts";
import { openWindow } from "./openWindow.ts";
import { CURSOR_OPTIONS, type CursorOptions } from "./cursorOptions.ts";
import { RecordCursor } from "./recordCursor.ts";

/**
 * How {@link readRecords} reads.
 *
 * @inline
 */
export interface ReadOptions extends CursorOptions {
  /** How the whole input is compressed; default `auto`: told by the first bytes. */
  readonly compression?: Compression | undefined;
}

/** The kinds of {@link ReadOptions}. */
export const READ_OPTIONS: OptionKinds<ReadOptions> = { ...CURSOR_OPTIONS, compression: "string" };

/**
 * Reads records, both checksums verified, the length's before the length is believed.
 *
 * A record is a view of the source's own bytes where it lies in one chunk, and a copy where it does not: it holds as
 * long as the source's chunks do.
 *
 * @param source - Bytes, or chunks of bytes in any sizes.
 * @throws TFRecordError where the input is not a whole TFRecord file, unless `damage` says otherwise.
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

/** The records in a window. */
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

/** Gets a window the bytes that its cursor asks for. */
export async function fillWindow(window: ByteWindow, cursor: RecordCursor, least: number): Promise<void> {
  try {
    if (!(await window.fill(least))) cursor.ended = true;
  } catch (error) {
    if (error instanceof HttpError) throw error.at({ record: cursor.record, offset: cursor.offset });
    if (!(error instanceof CompressionError)) throw error;
    cursor.fail("compression", `the compressed bytes end or break here (${error.message})`, error);
  }
}
