import { join } from "node:path";
import { setOrigin } from "@tensorloom/core";
import { checkOptions } from "@tensorloom/core/internal";
import { assertList, assertString } from "../../validate.ts";
import { ImageFolder } from "./imageFolder.ts";
import { listImages } from "./listImages.ts";

/**
 * Options of {@link fromImageFolder}.
 *
 * @inline
 */
export interface ImageFolderOptions {
  /**
   * The labels, in the order of the model's outputs; default: the sorted names of the subfolders. Every subfolder must be
   * one of them, and labels may lack images. Set it for test images, to the labels of the training images.
   */
  readonly labels?: readonly string[] | undefined;
}

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
 * @throws RangeError if there are no subfolders, an image is in none of them, or one has no images; Node's `ENOENT` error
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
  const { labels } = checkOptions("fromImageFolder", options, { labels: "any" });
  if (labels !== undefined) checkLabels(labels);
  const classes = listImages(folder, labels);
  const files = classes.flatMap(({ label, names }, target) =>
    names.map((inside) => {
      const path = join(folder, label, inside);
      return setOrigin({ path, name: `${label}/${inside}`, label, target }, path);
    }),
  );
  return new ImageFolder(
    `fromImageFolder(${folder})`,
    classes.map(({ label }) => label),
    files,
  );
}

function checkLabels(labels: readonly string[]): void {
  assertList("fromImageFolder: labels", labels).forEach((label, i) => {
    assertString(`fromImageFolder: labels[${String(i)}]`, label);
    if (labels.indexOf(label) !== i)
      throw new RangeError(`fromImageFolder: labels must differ, but ${label} occurs twice`);
  });
}
