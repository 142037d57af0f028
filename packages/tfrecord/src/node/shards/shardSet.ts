import { isAddress } from "@tensorloom/core/internal/node";
import { readdir } from "node:fs/promises";
import { publishFiles } from "./publishFiles.ts";
import { publishObjects } from "./publishObjects.ts";
import { listObjectNames } from "./listObjectNames.ts";
import { namesOfSet, throwIfAny } from "./setNames.ts";

/**
 * Throws if a folder has shards of that name, because two sets would be read as one.
 *
 * @param folder - A path or an address.
 * @example
 * ```ts
 * import { throwIfSetExists } from "@tensorloom/tfrecord/internal/node";
 *
 * await throwIfSetExists("packages", "validation"); // => undefined
 * ```
 */
export async function throwIfSetExists(folder: string, name: string): Promise<void> {
  const names = isAddress(folder) ? await listObjectNames(folder, name) : await readdir(folder);
  throwIfAny(folder, name, namesOfSet(folder, names, name));
}

/**
 * Moves complete files to their final names; with `replace`, removes the older set.
 *
 * Files of a folder are renamed in one step. Objects are uploaded first and then appear one after another, as a storage
 * has no renames; if one fails, those that have appeared are removed.
 *
 * @param folder - The path or the address of the final folder.
 * @param files - The paths of the complete files, and their final names.
 * @example
 * ```ts no-run
 * import { publishShards } from "@tensorloom/tfrecord/internal/node";
 *
 * await publishShards("out", "train", [["out/.work/train00-16.tfrec", "train00-16.tfrec"]], false);
 * ```
 */
export async function publishShards(
  folder: string,
  name: string,
  files: readonly (readonly [from: string, to: string])[],
  replace: boolean,
): Promise<void> {
  if (isAddress(folder)) await publishObjects(folder, name, files, replace);
  else publishFiles(folder, name, files, replace); // in this step: nothing sees a part of it
}
