import type { Dataset } from "../../dataset/dataset.ts";
import { toByteFiles } from "../../files/fileInput.ts";
import { type ParquetOptions, parquetDataset } from "../../formats/parquet/parquetSource.ts";
import { type PathInput, toPathFile } from "./pathFile.ts";

/**
 * Makes a dataset of the rows of Parquet files: one record per row, by the names of the columns.
 *
 * As `fromParquet` of `@tensorloom/data/parquet`, also for paths. It needs the package `hyparquet`.
 *
 * @typeParam T - What a row holds. It is not checked.
 * @param files - One file or several, read one after another: a path, an address such as `s3://…`, a `Blob` or bytes.
 * @throws FileFormatError if a file is not a Parquet file or lacks a column; Error with the code `ENOENT` if it does not exist;
 * Error if `hyparquet` is not installed.
 * @see pandas.read_parquet
 * @example
 * ```ts no-run
 * import { fromParquet } from "@tensorloom/data/node";
 *
 * const rows = await fromParquet(["train-0.parquet", "train-1.parquet"], { columns: ["image", "label"] });
 * rows.size; // the number of rows of both files
 * ```
 */
export function fromParquet<T = Readonly<Record<string, unknown>>>(
  files: PathInput | readonly PathInput[],
  options: ParquetOptions = {},
): Promise<Dataset<T>> {
  return parquetDataset(toByteFiles("fromParquet", files, toPathFile), options);
}
