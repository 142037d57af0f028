import {
  FileWriteError,
  isAddress,
  joinPlace,
  removeEmptyPlace,
  removePlace,
  statPlace,
} from "@tensorloom/core/internal";
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
    const isFolder = (await statPlace(path))?.kind === "folder";
    if (isFolder) await removeFromFolder(path);
    else await removePlace(path);
  } catch (error) {
    if (isAddress(path)) throw error;
    throw new FileWriteError(path, 0, error);
  }
}

async function removeFromFolder(folder: string): Promise<void> {
  const manifest = joinPlace(folder, "model.json");
  const weights = (await readWeightsNames(manifest)).filter((name) => !/[/\\]/.test(name));
  await removePlace(manifest); // first, so that no one loads half a model
  for (const name of weights) await removePlace(joinPlace(folder, name));
  await removeEmptyPlace(folder);
}
