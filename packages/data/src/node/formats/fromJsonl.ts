import type { Dataset } from "../../dataset/dataset.ts";
import { toByteFiles } from "../../files/fileInput.ts";
import { type JsonlOptions, jsonlDataset } from "../../formats/jsonl/jsonlSource.ts";
import { type PathInput, toPathFile } from "./pathFile.ts";

/**
 * Makes a dataset of JSONL files: one JSON value per line.
 *
 * As `fromJsonl` of `@tensorloom/data`, also for paths.
 *
 * @typeParam T - What a line holds. It is not checked.
 * @param files - One file or several, read one after another: a path, an address such as `s3://…`, a `Blob`, bytes, or a function that opens a stream.
 * @throws FileFormatError, while reading, if a line is not JSON, not UTF-8 or too long; Error with the code `ENOENT` if the file
 * does not exist.
 * @example
 * ```ts
 * import { fromJsonl } from "@tensorloom/data/node";
 *
 * const captions = fromJsonl<{ image: string; text: string }>("captions.jsonl");
 * (await captions.toArray())[0].text; // => "a cat of anna"
 * ```
 */
export function fromJsonl<T = Readonly<Record<string, unknown>>>(
  files: PathInput | readonly PathInput[],
  options: JsonlOptions = {},
): Dataset<T> {
  return jsonlDataset(toByteFiles("fromJsonl", files, toPathFile), options);
}
