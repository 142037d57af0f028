import type { Dataset } from "../../dataset/dataset.ts";
import { type FileInput, toByteFile, toByteFiles } from "../../files/fileInput.ts";
import { type FieldTypes, type TarOptions, tarDataset, type TarRecord } from "./tarSource.ts";

/**
 * Makes a dataset of tar files in the layout of WebDataset: files with one key become one record.
 *
 * The key is the name up to its first dot, and the rest is the extension: `train/0001.jpg` and `train/0001.cls` become
 * `{ __key__: "train/0001", jpg: bytes, cls: 3 }`. The files of a record must be next to each other. Folders, links, and files
 * without an extension or with a leading dot are skipped. It reads ustar, pax and GNU headers, also compressed with gzip. A
 * pass resumes at a record; a stream or a compressed file is read again up to there. An error in a later stage names file
 * and key. For paths, see `fromTar` of `@tensorloom/data/node`.
 *
 * @param files - One file or several, read one after another: an address such as `opfs:…`, a `File` or
 * `Blob`, bytes, or a function that opens a stream.
 * @throws FileFormatError, while reading, if a file is damaged, a record lacks a field of `types`, or a field is not of its
 * type.
 * @see https://github.com/webdataset/webdataset
 * @example
 * ```ts no-run
 * import { fromTar } from "@tensorloom/data";
 * import { decodeJpeg } from "@tensorloom/image";
 *
 * const shard = async () => (await fetch("https://example.org/train-000.tar")).body;
 * const pictures = fromTar(shard, { types: { jpg: "bytes", cls: "integer" } })
 *   .map(async ({ jpg, cls }) => ({ inputs: await decodeJpeg(jpg), targets: cls }));
 * ```
 */
export function fromTar<const T extends FieldTypes = Readonly<Record<string, never>>>(
  files: FileInput | readonly FileInput[],
  options: TarOptions<T> = {},
): Dataset<TarRecord<T>> {
  return tarDataset(toByteFiles("fromTar", files, toByteFile), options);
}
