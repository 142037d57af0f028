import { writeRecords, type WriteOptions } from "../writeRecords.ts";
import { fastCrc32c } from "./checksum.ts";
import { writeWholeFile } from "./partialFile.ts";

/**
 * Writes records to a file, which appears under its name only when it is complete and flushed.
 *
 * @returns How many records and how many bytes were written.
 * @throws What `records` or `node:fs` throws; no file is left then.
 * @example
 * ```ts
 * import { mkdtempSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { writeRecordFile } from "@tensorloom/tfrecord/node";
 *
 * const folder = mkdtempSync(join(tmpdir(), "records-"));
 * const written = await writeRecordFile(join(folder, "train00-2.tfrec"), [new Uint8Array(3), new Uint8Array(4)]);
 * rmSync(folder, { recursive: true });
 * written; // => { records: 2, bytes: 39 }
 * ```
 */
export async function writeRecordFile(
  path: string,
  records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: WriteOptions = {},
): Promise<{ records: number; bytes: number }> {
  let count = 0;
  async function* counted(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const record of records) {
      count += 1;
      yield record;
    }
  }
  const bytes = await writeWholeFile(path, writeRecords(counted(), { checksum: fastCrc32c, ...options }));
  return { records: count, bytes };
}
