import { recordFile, type RecordFile, type RecordFileOptions } from "../recordFile.ts";
import { indexRecords } from "../recordIndex.ts";
import { fastCrc32c } from "./checksum.ts";
import { randomFile } from "./randomFile.ts";

/**
 * Opens an uncompressed file for random access by position; only headers are read for it.
 *
 * @throws TFRecordError where a header does not hold or the file is cut; what `node:fs` throws.
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
export async function openRecordFile(path: string, options: RecordFileOptions = {}): Promise<RecordFile> {
  const file = randomFile(path);
  try {
    return recordFile(file, await indexRecords(file.direct), { checksum: fastCrc32c, ...options });
  } catch (error) {
    await file.close();
    throw error;
  }
}
