import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { isHidden, listFiles, orPathError } from "../listFiles.ts";
import { listObjects } from "../listObjects.ts";
import type { FolderTree } from "../../images/chooseImages.ts";

/** Lists the files of a folder and of its subfolders, without hidden ones. */
export function listTree(caller: string, folder: string): FolderTree {
  const entries = orPathError(caller, folder, () => readdirSync(folder)).filter((name) => !isHidden(name));
  const isFolder = (name: string): boolean =>
    statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true;
  const subfolders = new Set(entries.filter(isFolder));
  return {
    folder,
    loose: entries.filter((name) => !subfolders.has(name)),
    subfolders: new Map(
      [...subfolders].map((name) => [
        name,
        listFiles(caller, join(folder, name), { recursive: true, hidden: false }),
      ]),
    ),
  };
}

/** Lists the objects below an address, without hidden ones. */
export async function listObjectTree(folder: string): Promise<FolderTree> {
  const loose: string[] = [];
  const subfolders = new Map<string, string[]>();
  for (const name of await listObjects(folder, { recursive: true, hidden: false })) {
    const slash = name.indexOf("/");
    const label = name.slice(0, Math.max(0, slash));
    if (slash < 0) loose.push(name);
    else if (subfolders.has(label)) subfolders.get(label)?.push(name.slice(slash + 1));
    else subfolders.set(label, [name.slice(slash + 1)]);
  }
  return { folder, loose, subfolders };
}
