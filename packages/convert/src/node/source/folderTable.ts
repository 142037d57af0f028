import { joinPlace } from "@tensorloom/core/internal/node";
import { type ImageFolder, openFolder, openImageFolder } from "@tensorloom/data/node";
import { sep } from "node:path";
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
    const { files, labels } = await openClasses(folder);
    const rows = files.map(({ path, name, label }) => ({
      image: path,
      image_name: withoutExtension(name.slice(label.length + 1)),
      label,
    }));
    return { ...table, rows, labels, columns: ["image", "image_name", "label"] };
  }
  const all = await (await openFolder(folder, { recursive: true })).toArray();
  const paths = all.filter(isPictureName);
  if (paths.length === 0)
    throw new RangeError(`createRecords: ${folder} has no pictures (${PICTURE_EXTENSIONS.join(", ")})`);
  const start = joinPlace(folder, "x").length - 1;
  const rows = paths.map((path) => ({
    image: path,
    image_name: withoutExtension(path.slice(start).replaceAll(sep, "/")),
  }));
  return { ...table, rows, columns: ["image", "image_name"] };
}

/** Lists the classes of a folder. An error names the function that the user called. */
async function openClasses(folder: string): Promise<ImageFolder> {
  try {
    return await openImageFolder(folder);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(error.message.replace("openImageFolder: ", "createRecords: "), { cause: error });
  }
}
