import type { Dataset } from "../../dataset/dataset.ts";
import { type FileInput, toByteFile, toByteFiles } from "../../files/fileInput.ts";
import type { ColumnTypes, CsvOptions } from "./csvOptions.ts";
import type { CsvRow } from "./csvRow.ts";
import { csvDataset } from "./csvSource.ts";

/**
 * Makes a dataset of the rows of CSV files: one record per row, by the names in the header.
 *
 * It needs the package `papaparse`. Values are strings unless `types` says otherwise. Blank lines are skipped; lines may
 * end with LF or CRLF, mixed or not; a byte order mark is ignored. A file may be compressed with gzip. A pass resumes
 * within a block of 256 KiB; a stream or a compressed file is read again up to there. An error in a later stage names file
 * and row, from 1 after the header. For paths, see `fromCsv` of `@tensorloom/data/node`.
 *
 * @param files - One file or several with the same columns, read one after another: an address such as `opfs:…`,
 * a `File` or `Blob`, bytes, or a function that opens a stream.
 * @throws FileFormatError, while reading, with file, line and column, if a value is not of its type, a row has another
 * number of values, or a quote is not closed; Error if `papaparse` is not installed.
 * @see RFC 4180; https://www.papaparse.com
 * @example
 * ```ts
 * import { fromCsv } from "@tensorloom/data/csv";
 *
 * const file = new Blob(["name,age,target\nAda,36,1\nBob,,0\n"]);
 * await fromCsv(file, { types: { age: "number?", target: "integer" } }).toArray();
 * // => [{ name: "Ada", age: 36, target: 1 }, { name: "Bob", age: null, target: 0 }]
 * ```
 */
export function fromCsv<const T extends ColumnTypes = Readonly<Record<string, never>>>(
  files: FileInput | readonly FileInput[],
  options: CsvOptions<T> = {},
): Dataset<CsvRow<T>> {
  return csvDataset(toByteFiles("fromCsv", files, toByteFile), options);
}
