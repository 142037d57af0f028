import { checkOptions } from "@tensorloom/core/internal";
import type { Dataset } from "../../dataset/dataset.ts";
import { toByteFiles } from "../../files/fileInput.ts";
import { type ColumnTypes, CSV_KINDS, type CsvOptions } from "../../formats/csv/csvOptions.ts";
import type { CsvRow } from "../../formats/csv/csvRow.ts";
import { csvDataset } from "../../formats/csv/csvSource.ts";
import { type PathInput, toPathFile } from "./pathFile.ts";
import { checkPaths, pathColumns, type PathPatterns } from "./pathColumns.ts";

/**
 * Options of {@link fromCsv}.
 *
 * @inline
 */
export interface CsvFileOptions<T extends ColumnTypes, P extends string> extends CsvOptions<T> {
  /**
   * The columns that name files: their values become paths from the folder of the CSV file. With patterns, such as
   * `{ image_name: "pictures/{}.jpg" }`, `{}` is the value.
   */
  readonly paths?: readonly P[] | PathPatterns<P> | undefined;
}

/**
 * Makes a dataset of the rows of CSV files: one record per row, by the names in the header.
 *
 * As `fromCsv` of `@tensorloom/data/csv`, also for paths, and with columns that name files. It needs the package
 * `papaparse`.
 *
 * @param files - One file or several with the same columns, read one after another: a path, an address such as `s3://…`, a `Blob`, bytes, or a function
 * that opens a stream.
 * @throws FileFormatError, while reading, with file, line and column, if a value is not of its type, a row has another
 * number of values, or a quote is not closed; Error with the code `ENOENT` if a file does not exist, StorageError for an address; Error if `papaparse` is not
 * installed.
 * @see pandas.read_csv; tf.data.experimental.make_csv_dataset
 * @example
 * ```ts
 * import { fromCsv } from "@tensorloom/data/node";
 *
 * const rows = fromCsv("pictures/train.csv", {
 *   types: { age: "number?", target: "integer" },
 *   paths: { image_name: "{}.jpg" },
 * });
 * const [first] = await rows.toArray();
 * first; // => { image_name: "pictures/cat/anna_0.jpg", age: 30, target: 0 }
 * ```
 */
export function fromCsv<
  const T extends ColumnTypes = Readonly<Record<string, never>>,
  const P extends string = never,
>(files: PathInput | readonly PathInput[], options: CsvFileOptions<T, P> = {}): Dataset<CsvRow<T, P>> {
  checkOptions<CsvFileOptions<ColumnTypes, P>>("fromCsv", options, { ...CSV_KINDS, paths: "object" });
  const { paths, ...csv } = options;
  const list = toByteFiles("fromCsv", files, toPathFile);
  if (paths === undefined) return csvDataset(list, csv);
  const patterns = checkPaths(paths, options.types ?? {});
  return csvDataset(list, csv, { adapt: pathColumns(patterns), identity: [...patterns] });
}
