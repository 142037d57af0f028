import type { Dataset } from "../../dataset/dataset.ts";
import { type FileInput, toByteFile, toByteFiles } from "../../files/fileInput.ts";
import { type JsonlOptions, jsonlDataset } from "./jsonlSource.ts";

/**
 * Makes a dataset of JSONL files: one JSON value per line.
 *
 * Blank lines are skipped. A file may be compressed with gzip. A pass resumes within a block of 256 KiB; a stream or a
 * compressed file is read again up to there. An error in a later stage names file and line. For paths, see `fromJsonl` of
 * `@tensorloom/data/node`.
 *
 * @typeParam T - What a line holds. It is not checked.
 * @param files - One file or several, read one after another: an address such as `opfs:…`, a `File` or
 * `Blob`, bytes, or a function that opens a stream.
 * @throws FileFormatError, while reading, if a line is not JSON, not UTF-8 or too long.
 * @see https://jsonlines.org
 * @example
 * ```ts
 * import { fromJsonl } from "@tensorloom/data";
 *
 * interface Caption {
 *   readonly image: string;
 *   readonly text: string;
 * }
 * const file = new Blob(['{"image": "a.jpg", "text": "a cat"}\n{"image": "b.jpg", "text": "a dog"}\n']);
 * await fromJsonl<Caption>(file).map(({ text }) => text).toArray(); // => ["a cat", "a dog"]
 * ```
 */
export function fromJsonl<T = Readonly<Record<string, unknown>>>(
  files: FileInput | readonly FileInput[],
  options: JsonlOptions = {},
): Dataset<T> {
  return jsonlDataset(toByteFiles("fromJsonl", files, toByteFile), options);
}
