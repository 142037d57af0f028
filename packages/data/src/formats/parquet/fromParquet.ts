import type { Dataset } from "../../dataset/dataset.ts";
import { type FileInput, toByteFile, toByteFiles } from "../../files/fileInput.ts";
import { type ParquetOptions, parquetDataset } from "./parquetSource.ts";

/**
 * Makes a dataset of the rows of Parquet files: one record per row, by the names of the columns.
 *
 * It needs the package `hyparquet`, and `hyparquet-compressors` for files compressed other than with Snappy. The metadata
 * of all files is read immediately, so the size is known. Text is a string, other bytes are a `Uint8Array`, a missing
 * value is `null`, dates are `Date`s. One row group is held in memory at a time, and a pass resumes at its start. An error
 * in a later stage names file and row, from 1. For paths, see `fromParquet` of `@tensorloom/data/node`.
 *
 * @typeParam T - What a row holds. It is not checked.
 * @param files - One file or several, read one after another: an address such as `opfs:…`, a `File` or `Blob`,
 * or bytes.
 * @throws FileFormatError if a file is not a Parquet file or lacks a column; Error if `hyparquet` is not installed.
 * @see https://github.com/hyparam/hyparquet
 * @example
 * ```ts no-run
 * import { fromParquet } from "@tensorloom/data/parquet";
 *
 * const input = document.querySelector<HTMLInputElement>("input[type=file]");
 * const [file] = input?.files ?? [];
 * const rows = await fromParquet(file, { columns: ["image", "label"] });
 * rows.size; // the number of rows
 * ```
 */
export function fromParquet<T = Readonly<Record<string, unknown>>>(
  files: FileInput | readonly FileInput[],
  options: ParquetOptions = {},
): Promise<Dataset<T>> {
  return parquetDataset(toByteFiles("fromParquet", files, toByteFile), options);
}
