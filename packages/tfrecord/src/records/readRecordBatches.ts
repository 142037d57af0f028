import { checkOptions, integer, oneOf } from "@tensorloom/core/internal";
import type { ByteSource } from "../bytes/byteSource.ts";
import type { ByteWindow } from "../bytes/byteWindow.ts";
import { COMPRESSIONS } from "./compression.ts";
import { openWindow } from "./openWindow.ts";
import { READ_OPTIONS, fillWindow, type ReadOptions } from "./readRecords.ts";
import type { CursorOptions } from "./cursorOptions.ts";
import { RecordCursor } from "./recordCursor.ts";

/**
 * Reads records in batches: one promise per batch instead of one per record.
 *
 * Otherwise it works as {@link readRecords} does.
 *
 * @param size - The number of records per batch; the last batch may have fewer.
 * @throws TFRecordError if the file is damaged and `damage` does not skip it.
 * @example
 * ```ts
 * import { frameRecord, readRecordBatches } from "@tensorloom/tfrecord";
 *
 * const sizes: number[] = [];
 * const file = [1, 2, 3].map((length) => frameRecord(new Uint8Array(length)));
 * for await (const batch of readRecordBatches(file, 2)) sizes.push(batch.length);
 * sizes; // => [2, 1]
 * ```
 */
export async function* readRecordBatches(
  source: ByteSource,
  size: number,
  options: ReadOptions = {},
): AsyncGenerator<readonly Uint8Array[], void, undefined> {
  checkOptions("readRecordBatches", options, READ_OPTIONS);
  const compression = oneOf("readRecordBatches: compression", options.compression ?? "auto", COMPRESSIONS);
  integer("readRecordBatches: size", size, 1);
  yield* readWindowBatches(await openWindow("readRecordBatches", source, compression), size, options);
}

/** Reads the records of a window in batches. */
export async function* readWindowBatches(
  window: ByteWindow,
  size: number,
  options: CursorOptions,
): AsyncGenerator<readonly Uint8Array[], void, undefined> {
  const cursor = new RecordCursor(window, options);
  let batch: Uint8Array[] = [];
  let damage: { readonly error: unknown } | undefined;
  try {
    while (damage === undefined) {
      try {
        const step = cursor.next();
        if (step === undefined) break;
        if (typeof step === "number") await fillWindow(window, cursor, step);
        else batch.push(step);
      } catch (error) {
        damage = { error }; // yield the records before it first
      }
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
    if (damage !== undefined) throw damage.error;
  } finally {
    await window.close();
  }
}
