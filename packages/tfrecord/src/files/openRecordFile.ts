import { checkOptions, checkPlace, isMissing, type OptionKinds, writePlace } from "@tensorloom/core/internal";
import { FOOTER_BYTES, HEADER_BYTES, readLength } from "../records/frameRecord.ts";
import {
  RECORD_FILE_OPTIONS,
  recordFile,
  type RecordFile,
  type RecordFileOptions,
} from "../records/recordFile.ts";
import type { RecordIndex } from "../records/recordIndex.ts";
import { formatIndex, RecordIndexError } from "../records/recordIndexText.ts";
import { StorageError } from "@tensorloom/core";
import { defaultIndexPath, readIndexFile } from "./indexFile.ts";
import { recordFiles } from "#record-files";
import { openBlob, openBytes, type OpenBytes } from "./openBytes.ts";

/**
 * Options of {@link openRecordFile}.
 *
 * @inline
 */
export interface OpenRecordFileOptions extends RecordFileOptions {
  /**
   * The path or address of a saved index; `auto`: `PATH.idx` if it exists; `none`: read the headers. A stale index (by
   * size, time and some of its records) is ignored, and the headers are read. Default `auto`.
   */
  readonly index?: string | undefined;
  /**
   * Whether to save an index that had to be made, at its place, for the next time. Default false. An object without an
   * index is read whole to make one.
   */
  readonly saveIndex?: boolean | undefined;
}

const KNOWN: OptionKinds<OpenRecordFileOptions> = {
  ...RECORD_FILE_OPTIONS,
  index: "string",
  saveIndex: "boolean",
};

/**
 * Opens an uncompressed file, object or Blob for random access.
 *
 * @param source - A path in Node, an address such as `s3://isic/train00-2071.tfrec` or `opfs:data/train.tfrec`, or a Blob:
 * the File that a user chose in a page. A Blob is read by slices, and its headers once, for the index.
 * @throws RecordIndexError if the index at the path `index` is malformed; TFRecordError if a header is damaged, or if the
 * file is truncated or compressed; errors of `node:fs` for a path; StorageError for an address, also from `at`, with the
 * record and its offset.
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
export async function openRecordFile(
  source: string | Blob,
  options: OpenRecordFileOptions = {},
): Promise<RecordFile> {
  const { index = "auto", saveIndex = false, ...rest } = checkOptions("openRecordFile", options, KNOWN);
  const checksum = rest.checksum ?? recordFiles.checksum;
  if (source instanceof Blob) {
    if (saveIndex || !["auto", "none"].includes(index))
      throw new RangeError("openRecordFile: a Blob has no index beside it; leave index and saveIndex out");
    const blob = openBlob(source);
    return recordFile(blob, await blob.index(), { ...rest, checksum });
  }
  const place = checkPlace("openRecordFile: source", source);
  const file = await openBytes(place);
  try {
    const saved = index === "auto" || index === "none" ? defaultIndexPath(place) : index;
    const known = index === "none" ? undefined : await loadSavedIndex(file, saved, index === "auto");
    const records = known ?? (await file.index());
    if (known === undefined && saveIndex) await writePlace(saved, formatIndex(records));
    return recordFile(file, records, { ...rest, checksum });
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Loads the saved index; returns `undefined` if it is stale, because the headers can be read instead.
 *
 * @param mayBeMissing - Whether it is only looked for. It may then also be malformed, or not permitted: some storages
 * refuse objects that do not exist.
 */
async function loadSavedIndex(
  file: OpenBytes,
  saved: string,
  mayBeMissing: boolean,
): Promise<RecordIndex | undefined> {
  try {
    const index = await readIndexFile(file.label, saved);
    const step = Math.max(1, Math.floor((index.length - 1) / (file.probes - 1)));
    const probed = index.length === 0 ? [] : [index.length - 1];
    for (let at = 0; at < index.length - 1; at += step) probed.push(at);
    const holds = await Promise.all(probed.map((at) => isRecordAt(file, index, at)));
    return holds.includes(false) ? undefined : index;
  } catch (error) {
    if (error instanceof RecordIndexError && (error.line === undefined || mayBeMissing)) return undefined;
    const isDenied = error instanceof StorageError && error.kind === "denied";
    if (mayBeMissing && (isMissing(error) || isDenied)) return undefined;
    throw error;
  }
}

async function isRecordAt(file: OpenBytes, { offsets }: RecordIndex, at: number): Promise<boolean> {
  const header = await file.read(offsets[at], HEADER_BYTES);
  return readLength(header, 0) === offsets[at + 1] - offsets[at] - HEADER_BYTES - FOOTER_BYTES;
}
