import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { readWindowBatches } from "../records/readRecordBatches.ts";
import { READ_OPTIONS } from "../records/readRecords.ts";
import { BLOCKS_PER_READ, fileDefaults, fileWindow, type ReadFileOptions } from "./readRecordFile.ts";

const KNOWN: OptionKinds<Omit<ReadFileOptions, "reuse">> = { ...READ_OPTIONS, blockBytes: "number" };

/**
 * Reads the records of a file or an object in batches, for `parseExamples`.
 *
 * Otherwise it works as `readRecordFile` does.
 *
 * @param size - The number of records per batch; the last batch may have fewer.
 * @throws TFRecordError if the file is damaged and `damage` does not skip it; errors of `node:fs` for a path;
 * StorageError for an address.
 * @example
 * ```ts
 * import { fixedLength, parseExamples } from "@tensorloom/tfrecord";
 * import { readRecordFileBatches } from "@tensorloom/tfrecord/node";
 *
 * const spec = { i: fixedLength("int64", { default: 0 }) };
 * let rows = 0;
 * for await (const records of readRecordFileBatches("packages/tfrecord/fixtures/sequence.tfrecord", 256)) {
 *   rows += parseExamples(records, spec).i.shape[0];
 * }
 * rows; // => 1
 * ```
 */
export async function* readRecordFileBatches(
  path: string,
  size: number,
  options: Omit<ReadFileOptions, "reuse"> = {},
): AsyncGenerator<readonly Uint8Array[], void, undefined> {
  integer("readRecordFileBatches: size", size, 1);
  checkOptions("readRecordFileBatches", options, KNOWN);
  const window = await fileWindow(path, options, BLOCKS_PER_READ);
  yield* readWindowBatches(window, size, { ...options, ...fileDefaults(path, options) });
}
