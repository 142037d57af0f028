import { fromFolder, fromImageFolder } from "@tensorloom/data/node";
import { relative, sep } from "node:path";
import { EXTENSION } from "../picture/pictureFormat.ts";
import type { Table } from "./table.ts";

const PICTURE = /\.(?:jpe?g|png|webp|gif|bmp)$/i;

/**
 * Lists a folder of pictures: its subfolders are the classes, or, without labels, all pictures below it.
 *
 * The columns are `image`, `image_name` (the path inside the class without its ending) and `label`.
 */
export async function folderTable(folder: string, hasLabels: boolean): Promise<Table> {
  const table = { name: folder, folder: "", textHasNumbers: false };
  if (hasLabels) {
    const { files, labels } = fromImageFolder(folder);
    const rows = files.map(({ path, name, label }) => ({
      image: path,
      image_name: name.slice(label.length + 1).replace(PICTURE, ""),
      label,
    }));
    return { ...table, rows, labels, columns: ["image", "image_name", "label"] };
  }
  const paths = await fromFolder(folder, { match: PICTURE, recursive: true }).toArray();
  if (paths.length === 0)
    throw new RangeError(
      `createRecords: ${folder} has no pictures (${[...Object.values(EXTENSION), ".jpeg"].join(", ")})`,
    );
  const rows = paths.map((path) => ({
    image: path,
    image_name: relative(folder, path).replaceAll(sep, "/").replace(PICTURE, ""),
  }));
  return { ...table, rows, columns: ["image", "image_name"] };
}
