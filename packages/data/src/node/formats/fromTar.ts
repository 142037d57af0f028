import type { Dataset } from "../../dataset/dataset.ts";
import { toByteFiles } from "../../files/fileInput.ts";
import { type FieldTypes, type TarOptions, tarDataset, type TarRecord } from "../../formats/tar/tarSource.ts";
import { type PathInput, toPathFile } from "./pathFile.ts";

/**
 * Makes a dataset of tar files in the layout of WebDataset: files with one key become one record.
 *
 * As `fromTar` of `@tensorloom/data`, also for paths.
 *
 * @param files - One file or several, read one after another: a path, an address such as `s3://…`, a `Blob`, bytes, or a function that opens a stream.
 * @throws FileFormatError, while reading, if a file is damaged, a record lacks a field of `types`, or a field is not of its
 * type; Error with the code `ENOENT` if the file does not exist.
 * @example
 * ```ts
 * import { fromTar } from "@tensorloom/data/node";
 *
 * const pictures = fromTar("pictures.tar", { types: { jpg: "bytes", cls: "integer" } });
 * const [first] = await pictures.toArray();
 * [first.__key__, first.cls, first.jpg[0]]; // => ["cat/anna_0", 0, 0xff]
 * ```
 */
export function fromTar<const T extends FieldTypes = Readonly<Record<string, never>>>(
  files: PathInput | readonly PathInput[],
  options: TarOptions<T> = {},
): Dataset<TarRecord<T>> {
  return tarDataset(toByteFiles("fromTar", files, toPathFile), options);
}
