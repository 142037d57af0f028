import { fromFolder, fromImageFolder } from "@tensorloom/data/node";
import { relative, sep } from "node:path";
import { isPictureName, PICTURE_EXTENSIONS, withoutExtension } from "../picture/extensions.ts";
import type { Table } from "./table.ts";

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
      image_name: withoutExtension(name.slice(label.length + 1)),
      label,
    }));
    return { ...table, rows, labels, columns: ["image", "image_name", "label"] };
  }
  const all = await fromFolder(folder, { recursive: true }).toArray();
  const paths = all.filter(isPictureName);
  if (paths.length === 0)
    throw new RangeError(`createRecords: ${folder} has no pictures (${PICTURE_EXTENSIONS.join(", ")})`);
  const rows = paths.map((path) => ({
    image: path,
    image_name: withoutExtension(relative(folder, path).replaceAll(sep, "/")),
  }));
  return { ...table, rows, columns: ["image", "image_name"] };
}
