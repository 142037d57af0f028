import { checkOptions, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { statSync } from "node:fs";
import { detectWindow, inflateWindow } from "../records/openWindow.ts";
import { chunkWindow, type ByteWindow } from "../bytes/byteWindow.ts";
import { COMPRESSIONS, DETECTION_BYTES } from "../records/compression.ts";
import type { Checksum } from "../records/crc32c.ts";
import { READ_OPTIONS, readWindow, type ReadOptions } from "../records/readRecords.ts";
import { fastCrc32c } from "./checksum.ts";
import { storageOf } from "@tensorloom/core";
import { checkPlace, isAddress } from "@tensorloom/core/internal/node";
import { readChunks } from "./readChunks.ts";
import { inflateFile } from "./inflateFile.ts";

/**
 * Options of {@link readRecordFile}.
 *
 * @inline
 */
export interface ReadFileOptions extends ReadOptions {
  /** The size of a read in bytes, at least 12; default 2^20. An address has the sizes of its storage. */
  readonly blockBytes?: number | undefined;
  /** Whether records share memory: a record is then valid until the next one is requested. Default false. */
  readonly reuse?: boolean | undefined;
}

/** The kinds of {@link ReadFileOptions}. */
const READ_FILE_OPTIONS: OptionKinds<ReadFileOptions> = {
  ...READ_OPTIONS,
  blockBytes: "number",
  reuse: "boolean",
};

/**
 * Reads the records of a file or an object, and verifies their checksums.
 *
 * A record is a view of its block, which stays in memory as long as you keep the record. With `reuse`, a record is valid
 * until the next one is requested.
 *
 * @param path - A path, or an address such as `s3://isic/train00-2071.tfrec`.
 * @throws TFRecordError if the file is damaged and `damage` does not skip it; errors of `node:fs` for a path; StorageError
 * for an address, with the record and its offset.
 * @example
 * ```ts
 * import { readRecordFile } from "@tensorloom/tfrecord/node";
 *
 * let count = 0;
 * for await (const record of readRecordFile("packages/tfrecord/fixtures/records.gzip.tfrecord")) count += record.length > 0 ? 1 : 0;
 * count; // => 5
 * ```
 */
export async function* readRecordFile(
  path: string,
  options: ReadFileOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  checkOptions("readRecordFile", options, READ_FILE_OPTIONS);
  const window = await fileWindow(path, options, BLOCKS_PER_READ);
  yield* readWindow(window, { ...options, ...fileDefaults(path, options) });
}

/** The options whose defaults differ from those of `readRecords`: the file's name and the native checksum. */
export function fileDefaults(
  file: string,
  options: ReadOptions,
): { readonly file: string; readonly checksum: Checksum } {
  return { file: options.file ?? file, checksum: options.checksum ?? fastCrc32c };
}

/** How many blocks a read of a single file fills: two reads of 2 MiB are in flight. */
export const BLOCKS_PER_READ = 2;

/** Opens a window over the decompressed bytes of a file. */
export async function fileWindow(
  path: string,
  options: ReadFileOptions = {},
  blocksPerRead = 1,
): Promise<ByteWindow> {
  const blockBytes = integer("readRecordFile: blockBytes", options.blockBytes ?? 2 ** 20, DETECTION_BYTES);
  const compression = oneOf("readRecordFile: compression", options.compression ?? "auto", COMPRESSIONS);
  const place = checkPlace("readRecordFile: path", path);
  if (isAddress(place)) {
    const chunks = (await storageOf(place)).stream(place);
    return inflateWindow(chunkWindow(chunks), compression);
  }
  const raw = chunkWindow(
    await readChunks(place, { blockBytes, reuse: options.reuse ?? false, blocksPerRead }),
  );
  try {
    const format = compression === "auto" ? await detectWindow(raw) : compression;
    if (format === "none") return raw;
    if (!statSync(place).isFile()) return await inflateWindow(raw, format); // a pipe can be read only once
    await raw.close();
    return chunkWindow(inflateFile(place, format, blockBytes));
  } catch (error) {
    await raw.close();
    throw error;
  }
}
