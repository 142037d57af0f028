import { IMAGE_ENDINGS, IMAGE_NAME, shown } from "@tensorloom/core/internal";

/** The files of a folder, as it was listed. */
export interface FolderTree {
  /** The path or the address. */
  readonly folder: string;
  /** The names of the files that lie in no subfolder. */
  readonly loose: readonly string[];
  /** The files of each subfolder, by their paths inside it, with `/` on every system. */
  readonly subfolders: ReadonlyMap<string, readonly string[]>;
}

/** The images of one class. */
export interface ImageClass {
  readonly label: string;
  /** The paths inside the class's folder, sorted, with `/` on every system. */
  readonly names: readonly string[];
}

/**
 * Chooses the images of a folder by class: one class per subfolder, in the order of their names or of `labels`.
 *
 * @param name - The calling function, for errors.
 * @param join - Joins a folder and a name.
 * @throws RangeError if an image is in no class or a class has no images, unless it is one of `labels`.
 */
export function chooseImages(
  name: string,
  { folder, loose, subfolders }: FolderTree,
  labels: readonly string[] | undefined,
  join: (folder: string, name: string) => string,
): readonly ImageClass[] {
  const stray = [...loose].sort().find((file) => IMAGE_NAME.test(file));
  if (stray !== undefined)
    throw new RangeError(
      `${name}: ${join(folder, stray)} is in no class; put each image into a subfolder named as its class`,
    );
  const found = [...subfolders.keys()].sort();
  if (found.length === 0)
    throw new RangeError(`${name}: ${folder} has no subfolders; each class is a subfolder with images`);
  const unlisted = found.find((label) => labels?.includes(label) === false);
  if (unlisted !== undefined)
    throw new RangeError(`${name}: labels must have every subfolder, but ${shown(unlisted)} is missing`);
  const classes = (labels ?? found).map((label) => {
    const files = [...(subfolders.get(label) ?? [])].sort();
    const names = files.filter((file) => IMAGE_NAME.test(file));
    if (names.length > 0 || labels !== undefined) return { label, names };
    const others =
      files.length === 0 ? "" : `; it has ${String(files.length)} other files, such as ${files[0]}`;
    throw new RangeError(`${name}: ${join(folder, label)} has no images (${IMAGE_ENDINGS})${others}`);
  });
  if (classes.every(({ names }) => names.length === 0))
    throw new RangeError(`${name}: ${folder} has no images (${IMAGE_ENDINGS})`);
  return classes;
}
