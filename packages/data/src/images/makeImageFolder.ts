import { setOrigin } from "@tensorloom/core";
import type { OptionKinds } from "@tensorloom/core/internal";
import { assertList, assertString } from "../validate.ts";
import { chooseImages, type FolderTree } from "./chooseImages.ts";
import { ImageFolder } from "./imageFolder.ts";

/**
 * Options of `fromImageFolder`, `openImageFolder` and `fromImageFiles`.
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

export const OPTIONS: OptionKinds<ImageFolderOptions> = { labels: "any" };

/**
 * Makes the dataset of a folder that has been listed.
 *
 * @param join - Joins a folder and a name.
 * @param read - Reads an image; default: by its path.
 */
export function makeImageFolder(
  name: string,
  tree: FolderTree,
  labels: readonly string[] | undefined,
  join: (folder: string, name: string) => string,
  read?: ConstructorParameters<typeof ImageFolder>[3],
): ImageFolder {
  const classes = chooseImages(name, tree, labels, join);
  const files = classes.flatMap(({ label, names }, target) =>
    names.map((inside) => {
      const path = join(join(tree.folder, label), inside);
      return setOrigin({ path, name: `${label}/${inside}`, label, target }, path);
    }),
  );
  return new ImageFolder(
    `${name}(${tree.folder})`,
    classes.map(({ label }) => label),
    files,
    read,
  );
}

export function checkLabels(name: string, labels: readonly string[]): void {
  assertList(`${name}: labels`, labels).forEach((label, i) => {
    assertString(`${name}: labels[${String(i)}]`, label);
    if (labels.indexOf(label) !== i)
      throw new RangeError(`${name}: labels must differ, but ${label} occurs twice`);
  });
}
