import { existsSync } from "node:fs";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { FOOTER_BYTES, HEADER_BYTES, readLength } from "../records/frameRecord.ts";
import {
  RECORD_FILE_OPTIONS,
  recordFile,
  type RecordFile,
  type RecordFileOptions,
} from "../records/recordFile.ts";
import { indexRecords, type RecordIndex } from "../records/recordIndex.ts";
import { RecordIndexError } from "../records/recordIndexText.ts";
import { checkPath } from "@tensorloom/core/internal/node";
import { adviseOnAddress } from "../bytes/cloudAddress.ts";
import { fastCrc32c } from "./checksum.ts";
import { defaultIndexPath, readIndexFile } from "./indexFile.ts";
import { openRandomAccessFile, type RandomAccessFile } from "./randomAccessFile.ts";

/**
 * Options of {@link openRecordFile}.
 *
 * @inline
 */
export interface OpenRecordFileOptions extends RecordFileOptions {
  /**
   * The path of a saved index; `auto`: `PATH.idx` if it exists; `none`: read the headers. A stale index (by size, time
   * and some of its records) is ignored, and the headers are read. Default `auto`.
   */
  readonly index?: string | undefined;
}

const KNOWN: OptionKinds<OpenRecordFileOptions> = { ...RECORD_FILE_OPTIONS, index: "string" };

/**
 * Opens an uncompressed file for random access.
 *
 * @throws RecordIndexError if the index at the path `index` is malformed; TFRecordError if a header is damaged, or if the
 * file is truncated or compressed; errors of `node:fs`.
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
  const { index: indexPath = "auto", ...rest } = checkOptions("openRecordFile", options, KNOWN);
  checkPath("openRecordFile: path", path, adviseOnAddress);
  const file = openRandomAccessFile(path);
  try {
    const saved = indexPath === "auto" ? defaultIndexPath(path) : indexPath;
    const known = indexPath !== "none" && (indexPath !== "auto" || existsSync(saved));
    const index = (known ? loadSavedIndex(file, path, saved) : undefined) ?? (await indexRecords(file.sync));
    return recordFile(file, index, { ...rest, checksum: rest.checksum ?? fastCrc32c });
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The number of records of a saved index that are compared with the file. */
const PROBES = 16;

/** Loads the saved index; returns `undefined` if it is stale, because the headers can be read instead. */
function loadSavedIndex(file: RandomAccessFile, path: string, saved: string): RecordIndex | undefined {
  try {
    const index = readIndexFile(path, saved);
    const step = Math.max(1, Math.floor((index.length - 1) / (PROBES - 1)));
    const holds = (at: number): boolean => {
      const [offset, end] = [index.offsets[at], index.offsets[at + 1]];
      const header = file.sync.read(offset, HEADER_BYTES);
      return (
        header instanceof Uint8Array && readLength(header, 0) === end - offset - HEADER_BYTES - FOOTER_BYTES
      );
    };
    for (let at = 0; at < index.length; at += step) if (!holds(at)) return undefined;
    return index.length === 0 || holds(index.length - 1) ? index : undefined;
  } catch (error) {
    if (error instanceof RecordIndexError && (error.line === undefined || saved === defaultIndexPath(path)))
      return undefined;
    throw error;
  }
}
