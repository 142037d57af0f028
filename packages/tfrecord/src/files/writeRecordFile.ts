import { checkOptions, checkPlace, type OptionKinds, writePlace } from "@tensorloom/core/internal";
import { WRITE_OPTIONS, writeRecords, type WriteOptions } from "../records/writeRecords.ts";
import { recordFiles } from "#record-files";

/**
 * Options of {@link writeRecordFile}.
 *
 * @inline
 */
export interface WriteFileOptions extends WriteOptions {
  /** Whether an existing file may be replaced; default true. */
  readonly replace?: boolean | undefined;
}

const KNOWN: OptionKinds<WriteFileOptions> = { ...WRITE_OPTIONS, replace: "boolean" };

/**
 * Writes records to a file or an object atomically: it appears under its name when it is complete and flushed.
 *
 * @param path - A path, or an address such as `s3://isic/train.tfrec`.
 * @returns The number of records and of bytes written.
 * @throws FileWriteError with the path and the bytes written, for example if the disk is full; StorageError
 * for an address; errors of `records`. An existing file then stays as it was.
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
  options: WriteFileOptions = {},
): Promise<{ records: number; bytes: number }> {
  const { replace = true, ...rest } = checkOptions("writeRecordFile", options, KNOWN);
  const place = checkPlace("writeRecordFile: path", path);
  let count = 0;
  async function* counted(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const record of records) {
      count += 1;
      yield record;
    }
  }
  const content = writeRecords(counted(), { ...rest, checksum: rest.checksum ?? recordFiles.checksum });
  const bytes = await writePlace(place, content, { replace });
  return { records: count, bytes };
}
