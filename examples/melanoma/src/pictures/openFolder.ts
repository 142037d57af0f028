import { readdirSync } from "node:fs";
import { basename, extname } from "node:path";
import { isAddress } from "@tensorloom/core/internal/node";
import { type ImageFolder, openImageFolder } from "@tensorloom/data/node";
import type { DataOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";
import { groupingOf } from "./groupOf.ts";
import { listFiles } from "./listFiles.ts";
import type { TrainingData } from "./trainingData.ts";

/** Opens a folder with one subfolder of pictures per class. The pictures are read when they are decoded. */
export async function openFolder(
  folder: string,
  options: DataOptions,
  known?: readonly string[],
): Promise<TrainingData> {
  const { labels, files } = await readFolder(folder, known);
  const { by, groupOf } = groupingOf(folder, [], options);
  const listed = files.map(({ path, name, target }) => {
    const id = basename(name, extname(name));
    return { path, name, row: { id, target, group: groupOf(name, {}), metadata: {} } };
  });
  return {
    from: "folder",
    path: folder,
    labels,
    paths: files.map(({ path }) => path),
    ...listFiles(listed),
    groupedBy: by,
    close: () => Promise.resolve(),
  };
}

async function readFolder(folder: string, labels?: readonly string[]): Promise<ImageFolder> {
  try {
    return await openImageFolder(folder, { labels });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    if (labels !== undefined && !isAddress(folder)) checkClasses(folder, labels);
    throw new UserError(`--data: ${error.message.replace(/^openImageFolder: /, "")}`, { cause: error });
  }
}

/** @throws UserError if a subfolder is not a class of the model. */
function checkClasses(folder: string, labels: readonly string[]): void {
  const other = readdirSync(folder, { withFileTypes: true }).find(
    (entry) => entry.isDirectory() && !entry.name.startsWith(".") && !labels.includes(entry.name),
  );
  if (other !== undefined)
    throw new UserError(
      `--data: ${folder} has the class ${other.name}, which the model does not know; expected ${labels.join(", ")}`,
    );
}
