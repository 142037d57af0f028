import { existsSync } from "node:fs";
import { recordFile, type RecordFile, type RecordFileOptions } from "../recordFile.ts";
import { indexRecords } from "../recordIndex.ts";
import { fastCrc32c } from "./checksum.ts";
import { indexPathOf, readIndexFile } from "./indexFile.ts";
import { randomFile } from "./randomFile.ts";

/** How {@link openRecordFile} opens. */
export interface OpenRecordFileOptions extends RecordFileOptions {
  /**
   * Where the saved index is. `auto` takes `PATH.idx` where it is there, and reads the headers where it is not; `none`
   * reads the headers. Default `auto`.
   */
  readonly index?: string;
}

/**
 * Opens an uncompressed file for random access by position: by its saved index, or by reading its headers.
 *
 * @throws RecordIndexError where the index is stale; TFRecordError where a header does not hold or the file is cut; what
 * `node:fs` throws.
 * @example
 * ```ts
 * import { openRecordFile } from "@tensorloom/tfrecord/node";
 *
 * const file = await openRecordFile("packages/tfrecord/fixtures/records.plain.tfrecord");
 * const third = await file.at(2);
 * await file.close();
 * new TextDecoder().decode(third); // => "hello world"
 * ```
 */
export async function openRecordFile(path: string, options: OpenRecordFileOptions = {}): Promise<RecordFile> {
  const { index: asked = "auto", ...rest } = options;
  const file = randomFile(path);
  try {
    const saved = asked === "auto" ? indexPathOf(path) : asked;
    const known = asked !== "none" && (asked !== "auto" || existsSync(saved));
    const index = known ? readIndexFile(path, saved) : await indexRecords(file.direct);
    return recordFile(file, index, { checksum: fastCrc32c, ...rest });
  } catch (error) {
    await file.close();
    throw error;
  }
}
