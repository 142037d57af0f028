import { writeFileAtomic } from "@tensorloom/core/node";
import { readFileSync, statSync } from "node:fs";
import { formatIndex, parseIndex, RecordIndexError } from "../records/recordIndexText.ts";
import { indexRecords, type RecordIndex } from "../records/recordIndex.ts";
import { openRandomAccessFile } from "./randomAccessFile.ts";

/** The default path of a file's index: `PATH.idx`. */
export function defaultIndexPath(path: string): string {
  return `${path}.idx`;
}

/**
 * Indexes an uncompressed file, and saves the index beside it.
 *
 * @param indexPath - The path of the index; default `PATH.idx`.
 * @throws TFRecordError if a header is damaged, or if the file is truncated or compressed; errors of `node:fs`.
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
 * Reads the saved index of a file.
 *
 * @param indexPath - The path of the index; default `PATH.idx`.
 * @throws RecordIndexError if the index is malformed, or stale: older than the file, or of a file of another size.
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
