import { writeFileAtomic } from "@tensorloom/core/node";
import { readFileSync, statSync } from "node:fs";
import { formatIndex, parseIndex, RecordIndexError } from "../records/recordIndexText.ts";
import { indexRecords, type RecordIndex } from "../records/recordIndex.ts";
import { openRandomAccessFile } from "./randomAccessFile.ts";

/** Where a file's index is kept unless something else is said. */
export function defaultIndexPath(path: string): string {
  return `${path}.idx`;
}

/**
 * Indexes an uncompressed file by its headers and saves the index beside it, as text that NVIDIA DALI reads too.
 *
 * @param indexPath - Where the index goes; default `PATH.idx`.
 * @throws TFRecordError where a header does not hold or the file is cut; what `node:fs` throws.
 * @example
 * ```ts
 * import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { writeIndexFile } from "@tensorloom/tfrecord/node";
 *
 * const folder = mkdtempSync(join(tmpdir(), "index-"));
 * copyFileSync("packages/tfrecord/fixtures/sequence.tfrecord", join(folder, "a.tfrecord"));
 * await writeIndexFile(join(folder, "a.tfrecord"));
 * const text = readFileSync(join(folder, "a.tfrecord.idx"), "utf8");
 * rmSync(folder, { recursive: true });
 * text; // => "0 124\n"
 * ```
 */
export async function writeIndexFile(
  path: string,
  indexPath: string = defaultIndexPath(path),
): Promise<RecordIndex> {
  const file = openRandomAccessFile(path);
  try {
    const index = await indexRecords(file.sync);
    await writeFileAtomic(indexPath, formatIndex(index));
    return index;
  } finally {
    await file.close();
  }
}

/**
 * Reads a saved index back.
 *
 * @param indexPath - Where the index is; default `PATH.idx`.
 * @throws RecordIndexError where it is stale: of a file of another size, or older than the file; or where it is no index.
 * @example
 * ```ts no-run
 * import { openRecordFile, readIndexFile } from "@tensorloom/tfrecord/node";
 *
 * const index = readIndexFile("train.tfrec"); // that of train.tfrec.idx
 * const file = await openRecordFile("train.tfrec", { index });
 * console.log(file.length);
 * ```
 */
export function readIndexFile(path: string, indexPath: string = defaultIndexPath(path)): RecordIndex {
  const [file, saved] = [statSync(path), statSync(indexPath)];
  const index = parseIndex(readFileSync(indexPath, "utf8"), file.size, indexPath);
  if (saved.mtimeMs < file.mtimeMs)
    throw new RecordIndexError(indexPath, `is stale: ${path} was written after it`);
  return index;
}
