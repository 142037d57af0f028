import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { IMAGE_ENDINGS, IMAGE_NAME, shown } from "@tensorloom/core/internal";
import { isHidden, listFiles } from "../listFiles.ts";

/** The images of one class. */
export interface ImageClass {
  readonly label: string;
  /** The paths inside the class's folder, sorted, with `/` on every system. */
  readonly names: readonly string[];
}

/**
 * Lists the images of a folder by class: one class per subfolder, in the order of their names or of `labels`.
 *
 * @throws RangeError if an image is in no class or a class has no images, unless it is one of `labels`.
 */
export function listImages(folder: string, labels: readonly string[] | undefined): readonly ImageClass[] {
  const entries = readdirSync(folder)
    .filter((name) => !isHidden(name))
    .sort();
  const isFolder = (name: string): boolean =>
    statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true;
  const subfolders = entries.filter(isFolder);
  const loose = entries.find((name) => IMAGE_NAME.test(name) && !subfolders.includes(name));
  if (loose !== undefined)
    throw new RangeError(
      `fromImageFolder: ${join(folder, loose)} is in no class; put each image into a subfolder named as its class`,
    );
  if (subfolders.length === 0)
    throw new RangeError(
      `fromImageFolder: ${folder} has no subfolders; each class is a subfolder with images`,
    );
  const unlisted = subfolders.find((name) => labels?.includes(name) === false);
  if (unlisted !== undefined)
    throw new RangeError(
      `fromImageFolder: labels must have every subfolder, but ${shown(unlisted)} is missing`,
    );
  const classes = (labels ?? subfolders).map((label) => ({
    label,
    names: subfolders.includes(label) ? listClass(join(folder, label), labels !== undefined) : [],
  }));
  if (classes.every(({ names }) => names.length === 0))
    throw new RangeError(`fromImageFolder: ${folder} has no images (${IMAGE_ENDINGS})`);
  return classes;
}

function listClass(folder: string, mayBeEmpty: boolean): readonly string[] {
  const files = listFiles(folder, { recursive: true, hidden: false }).sort();
  const names = files.filter((name) => IMAGE_NAME.test(name));
  if (names.length > 0 || mayBeEmpty) return names;
  const others =
    files.length === 0 ? "" : `; it has ${String(files.length)} other files, such as ${files[0]}`;
  throw new RangeError(`fromImageFolder: ${folder} has no images (${IMAGE_ENDINGS})${others}`);
}
