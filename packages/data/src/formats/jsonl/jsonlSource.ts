import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { Dataset } from "../../dataset/dataset.ts";
import type { ByteFile } from "../../files/byteFile.ts";
import { BLOCK_BYTES, DEFAULT_MAX, HIGHEST_MAX } from "../../files/textLimits.ts";
import { filesLabel } from "../../files/filesLabel.ts";
import { fingerprintText } from "../../pass/fingerprintText.ts";
import type { BlockReader } from "../../sources/block.ts";
import { blockSource } from "../../sources/blockSource.ts";
import { openJsonl } from "./jsonlReader.ts";

/**
 * Options of {@link fromJsonl}.
 *
 * @inline
 */
export interface JsonlOptions {
  /** The longest line in bytes, from 1 to 2^28; default 2^26 (64 MiB). A longer one is an error, before it is read. */
  readonly maxRecordBytes?: number | undefined;
}

const KNOWN: OptionKinds<JsonlOptions> = { maxRecordBytes: "number" };

/** Makes the dataset of JSONL files. */
export function jsonlDataset<T>(
  files: readonly ByteFile[],
  options: JsonlOptions,
  blockBytes: number = BLOCK_BYTES,
): Dataset<T> {
  const { maxRecordBytes = DEFAULT_MAX } = checkOptions("fromJsonl", options, KNOWN);
  integer("fromJsonl: maxRecordBytes", maxRecordBytes, 1, HIGHEST_MAX);
  const source = blockSource<T>({
    label: filesLabel("fromJsonl", files),
    size: undefined,
    files: files.length,
    fingerprint: () => fingerprintText(files.map(({ name }) => name)),
    open: (file, at) => openJsonl(files[file], at, { blockBytes, maxRecordBytes }) as Promise<BlockReader<T>>, // as the caller says
  });
  return new Dataset(source);
}
