import { fromIndexed } from "@tensorloom/data";
import { readPicture } from "./readPicture.ts";
import type { LabelledPicture, Picture, PictureRow, PictureSet } from "./trainingData.ts";

/** A picture's file. */
export interface ListedFile<R extends PictureRow = PictureRow> {
  readonly path: string;
  /** The name that replaces ids if these are not unique. */
  readonly name: string;
  readonly row: R;
}

/** Makes a set of pictures of files, sorted by id. A file is read when its picture is. */
export function listFiles(
  files: readonly ListedFile<PictureRow & { readonly target: number }>[],
): PictureSet<LabelledPicture>;
export function listFiles(files: readonly ListedFile[]): PictureSet;
export function listFiles(files: readonly ListedFile[]): PictureSet {
  const isUnique = new Set(files.map(({ row }) => row.id)).size === files.length;
  const listed = files.map(({ path, name, row }) => ({ path, row: isUnique ? row : { ...row, id: name } }));
  listed.sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
  return {
    rows: listed.map(({ row }) => row),
    pictures: fromIndexed<Picture>({
      length: listed.length,
      at(index) {
        if (index >= listed.length) return undefined;
        const { path, row } = listed[index];
        const { id: ids, target: targets } = row;
        return readPicture(path, targets === undefined ? { ids } : { ids, targets });
      },
    }),
  };
}
