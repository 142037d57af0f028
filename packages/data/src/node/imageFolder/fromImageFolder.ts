import { checkOptions } from "@tensorloom/core/internal";
import { checkPlace, isAddress, joinPlace } from "@tensorloom/core/internal/node";
import { assertString } from "../../validate.ts";
import type { ImageFolder } from "../../images/imageFolder.ts";
import {
  checkLabels,
  type ImageFolderOptions,
  makeImageFolder,
  OPTIONS,
} from "../../images/makeImageFolder.ts";
import { listObjectTree, listTree } from "./listTree.ts";

/**
 * Makes a dataset of the images in a folder, whose subfolders are the classes.
 *
 * Images are JPEG, PNG, WebP, GIF, BMP and AVIF files, by the ends of their names (`.jpg`, `.jpeg`, `.png`, `.webp`,
 * `.gif`, `.bmp`, `.avif`): those that `decodeImage` of `@tensorloom/image` reads. Folders inside a class belong to it. Hidden files and other files are left out, as in {@link fromFolder}. The
 * names are read synchronously, once; the bytes of an image when it is read, and they are not decoded. An error in a later
 * stage names the file.
 *
 * @param folder - The folder, such as `pictures` with `pictures/cat/1.jpg` and `pictures/dog/1.png`.
 * @returns A dataset with random access, and with `labels` and `files`.
 * @throws TypeError for an address, which {@link openImageFolder} lists; RangeError if there are no subfolders, an image is in none of them, or one has no images; Error with the code `ENOENT`
 * if the folder does not exist.
 * @see keras.utils.image_dataset_from_directory; torchvision.datasets.ImageFolder
 * @example
 * ```ts
 * import { split } from "@tensorloom/data";
 * import { fromImageFolder } from "@tensorloom/data/node";
 *
 * const pictures = fromImageFolder("pictures");
 * pictures.labels; // => ["cat", "dog"]
 * const { train, test } = split(pictures.files.length, {
 *   fractions: { train: 0.8, test: 0.2 },
 *   stratifyBy: pictures.files.map(({ label }) => label),
 * });
 * const [first] = await pictures.select(train).shuffle({ seed: 42 }).take(1).toArray();
 * first.bytes.subarray(0, 2); // => Uint8Array.of(0xff, 0xd8)
 * ```
 */
export function fromImageFolder(folder: string, options: ImageFolderOptions = {}): ImageFolder {
  assertString("fromImageFolder: folder", folder);
  if (isAddress(folder))
    throw new TypeError(
      `fromImageFolder: folder is an address; list it with await openImageFolder("${folder}")`,
    );
  const { labels } = checkOptions("fromImageFolder", options, OPTIONS);
  if (labels !== undefined) checkLabels("fromImageFolder", labels);
  return makeImageFolder("fromImageFolder", listTree("fromImageFolder", folder), labels, joinPlace);
}

/**
 * Makes a dataset of the images in a folder or below an address, whose subfolders are the classes.
 *
 * The asynchronous form of {@link fromImageFolder}, which also lists storages: `s3://isic/pictures` with the objects
 * `cat/1.jpg` and `dog/1.png`.
 *
 * @param folder - A path or an address.
 * @returns A dataset with random access, and with `labels` and `files`.
 * @throws RangeError as {@link fromImageFolder} does; Error with the code `ENOENT` if the folder does not exist; StorageError if
 * the storage cannot be listed, and if an image cannot be read.
 * @example
 * ```ts
 * import { openImageFolder } from "@tensorloom/data/node";
 *
 * const pictures = await openImageFolder("pictures");
 * pictures.labels; // => ["cat", "dog"]
 * ```
 */
export async function openImageFolder(
  folder: string,
  options: ImageFolderOptions = {},
): Promise<ImageFolder> {
  const place = checkPlace("openImageFolder: folder", folder);
  const { labels } = checkOptions("openImageFolder", options, OPTIONS);
  if (labels !== undefined) checkLabels("openImageFolder", labels);
  const tree = isAddress(place) ? await listObjectTree(place) : listTree("openImageFolder", place);
  return makeImageFolder("openImageFolder", tree, labels, joinPlace);
}
