import { setOrigin } from "@tensorloom/core";
import { readPlace } from "@tensorloom/core/internal";
import { Dataset } from "../dataset/dataset.ts";
import { fingerprintText } from "../pass/fingerprintText.ts";
import { indexedSource } from "../sources/indexed.ts";

/**
 * An image file of a folder, with its class.
 *
 * Plain data: it may be stored, or sent to a worker.
 *
 * @example
 * ```ts
 * import { fromImageFolder, type ImageFile } from "@tensorloom/data/node";
 *
 * const patientOf = ({ name }: ImageFile): string => name.split("_")[0];
 * const groupBy = fromImageFolder("pictures").files.map(patientOf);
 * ```
 */
export interface ImageFile {
  /** The path or address of the file: the folder joined with `name`. */
  readonly path: string;
  /** The path inside the folder, with `/` on every system: `cat/1.jpg`. */
  readonly name: string;
  /** The class: the name of the subfolder. */
  readonly label: string;
  /** The position of `label` among the folder's labels, from 0. */
  readonly target: number;
}

/**
 * A dataset of a folder's images, with their files and labels.
 *
 * An element is an {@link ImageFile} with its `bytes`, which are read when the element is. Made by `fromImageFolder`,
 * `openImageFolder` and, in a page, `fromImageFiles`.
 *
 * @example
 * ```ts
 * import { fromImageFolder, type ImageFolder } from "@tensorloom/data/node";
 *
 * const countByLabel = ({ labels, files }: ImageFolder): readonly (readonly [string, number])[] =>
 *   labels.map((label) => [label, files.filter((file) => file.label === label).length]);
 * countByLabel(fromImageFolder("pictures")); // => [["cat", 20], ["dog", 20]]
 * ```
 */
export class ImageFolder extends Dataset<ImageFile & { readonly bytes: Uint8Array }> {
  /** The names of the classes. A file's `target` is a position in this list. */
  readonly labels: readonly string[];
  /** The files, in the order of the elements: by class, then by name. */
  readonly files: readonly ImageFile[];

  /** @internal */
  constructor(
    label: string,
    labels: readonly string[],
    files: readonly ImageFile[],
    read: (file: ImageFile) => Promise<Uint8Array> = ({ path }) => readPlace(path),
  ) {
    super(
      indexedSource({
        label,
        size: files.length,
        indexed: () => ({
          length: files.length,
          at: (index) => (index < files.length ? readImage(files[index], read) : undefined),
        }),
        fingerprint: () => fingerprintText([labels, files.map(({ name }) => name)]),
      }),
    );
    this.labels = labels;
    this.files = files;
  }
}

async function readImage(
  file: ImageFile,
  read: (file: ImageFile) => Promise<Uint8Array>,
): Promise<ImageFile & { readonly bytes: Uint8Array }> {
  return setOrigin({ ...file, bytes: await read(file) }, file.path);
}
