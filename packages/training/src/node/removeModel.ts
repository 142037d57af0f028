import { FileWriteError } from "@tensorloom/core/node";
import { errorCode } from "@tensorloom/core/internal";
import { rm, rmdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { readWeightsNames } from "./weightsFiles.ts";

/**
 * Removes a model that `saveModel` wrote: a file, or a folder with a `model.json`.
 *
 * Other files in the folder stay, and so does the folder then. A model that is missing is not an error.
 *
 * @throws FileWriteError if something cannot be removed.
 */
export async function removeModel(path: string): Promise<void> {
  try {
    const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
    if (isFolder) await removeFromFolder(path);
    else await rm(path, { force: true });
  } catch (error) {
    throw new FileWriteError(path, 0, error);
  }
}

async function removeFromFolder(folder: string): Promise<void> {
  const manifest = join(folder, "model.json");
  const weights = (await readWeightsNames(manifest)).filter((name) => name === basename(name));
  await rm(manifest, { force: true }); // first, so that no one loads half a model
  for (const name of weights) await rm(join(folder, name), { force: true });
  try {
    await rmdir(folder);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST"].includes(errorCode(error) ?? "")) throw error;
  }
}
