import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { writeFileAtomic } from "@tensorloom/core/node";
import { WRITE_OPTIONS, writeRecords, type WriteOptions } from "../records/writeRecords.ts";
import { checkPath } from "@tensorloom/core/internal/node";
import { adviseOnAddress } from "../bytes/cloudAddress.ts";
import { fastCrc32c } from "./checksum.ts";

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
 * Writes records to a file atomically: it appears under its name when it is complete and flushed.
 *
 * @returns The number of records and of bytes written.
 * @throws FileWriteError with the path and the bytes written, for example if the disk is full; errors of `records`. An
 * existing file then stays as it was.
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
  checkPath("writeRecordFile: path", path, adviseOnAddress);
  let count = 0;
  async function* counted(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const record of records) {
      count += 1;
      yield record;
    }
  }
  const content = writeRecords(counted(), { ...rest, checksum: rest.checksum ?? fastCrc32c });
  const bytes = await writeFileAtomic(path, content, { replace });
  return { records: count, bytes };
}
