import { basename, extname } from "node:path";
import { fromIndexed } from "@tensorloom/data";
import { fromImageFolder, type ImageFile } from "@tensorloom/data/node";
import type { DataOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";
import { groupingOf } from "./groupOf.ts";
import { readPicture } from "./readPicture.ts";
import type { PictureRow, TrainingData } from "./trainingData.ts";

/** Opens a folder with one subfolder of pictures per class. The pictures are read when they are decoded. */
export function openFolder(folder: string, options: DataOptions): TrainingData {
  const { labels, files } = listFolder(folder);
  const { by, groupOf } = groupingOf(folder, [], options);
  const ids = shortNames(files);
  const pictures = files.map(({ path, name, target }, at) => {
    const row: PictureRow = { id: ids[at], target, group: groupOf(name, {}), metadata: {} };
    return { path, row, label: { ids: ids[at], targets: target } };
  });
  pictures.sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
  return {
    from: "folder",
    path: folder,
    labels,
    rows: pictures.map(({ row }) => row),
    pictures: fromIndexed({
      length: pictures.length,
      at: (index) =>
        pictures
          .slice(index, index + 1)
          .map(({ path, label }) => readPicture(path, label))
          .at(0),
    }),
    groupedBy: by,
    close: () => Promise.resolve(),
  };
}

function listFolder(folder: string): Pick<ReturnType<typeof fromImageFolder>, "labels" | "files"> {
  try {
    return fromImageFolder(folder);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`--data: ${error.message.replace(/^fromImageFolder: /, "")}`, { cause: error });
  }
}

/** The names of files without folder and ending, or with both if the short ones are not unique. */
function shortNames(files: readonly ImageFile[]): readonly string[] {
  const short = files.map(({ name }) => basename(name, extname(name)));
  return new Set(short).size === short.length ? short : files.map(({ name }) => name);
}
