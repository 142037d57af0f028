import { checkPlace, readPlace, statPlace, writePlace } from "@tensorloom/core/internal";
import { formatIndex, parseIndex, RecordIndexError } from "../records/recordIndexText.ts";
import type { RecordIndex } from "../records/recordIndex.ts";
import { openBytes } from "./openBytes.ts";

/** The default place of a file's index: `PATH.idx`, before the query of a web address. */
export function defaultIndexPath(path: string): string {
  return /^https?:/i.test(path) ? path.replace(/^[^?#]*/, "$&.idx") : `${path}.idx`;
}

/**
 * Indexes an uncompressed file, and saves the index beside it.
 *
 * @param path - The path or the address of the file.
 * @param indexPath - The path or the address of the index; default `PATH.idx`.
 * @throws TFRecordError if a header is damaged, or if the file is truncated or compressed; errors of `node:fs` for a path,
 * StorageError for an address.
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
  const file = await openBytes(checkPlace("writeIndexFile: path", path));
  try {
    const index = await file.index();
    await writePlace(checkPlace("writeIndexFile: indexPath", indexPath), formatIndex(index));
    return index;
  } finally {
    await file.close();
  }
}

/**
 * Reads the saved index of a file.
 *
 * @param path - The path or the address of the file.
 * @param indexPath - The path or the address of the index; default `PATH.idx`.
 * @throws RecordIndexError if the index is malformed, or stale: older than the file, or of a file of another size;
 * errors of `node:fs` for a path, StorageError for an address.
 * @example
 * ```ts no-run
 * import { openRecordFile, readIndexFile } from "@tensorloom/tfrecord/node";
 *
 * const index = await readIndexFile("train.tfrec"); // that of train.tfrec.idx
 * console.log(index.length, index.offsets);
 * ```
 */
export async function readIndexFile(
  path: string,
  indexPath: string = defaultIndexPath(path),
): Promise<RecordIndex> {
  const places = [checkPlace("readIndexFile: path", path), checkPlace("readIndexFile: indexPath", indexPath)];
  const [text, file, saved] = await Promise.all([
    readPlace(places[1]),
    statPlace(places[0]),
    statPlace(places[1]),
  ]);
  if (file === undefined) throw new Error(`readIndexFile: there is no file ${path}`);
  const index = parseIndex(new TextDecoder().decode(text), file.size, indexPath);
  if (saved?.modified !== undefined && file.modified !== undefined && saved.modified < file.modified)
    throw new RecordIndexError(indexPath, `is stale: ${path} was written after it`);
  return index;
}
