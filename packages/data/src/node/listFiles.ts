import { type Dirent, readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathError } from "./pathError.ts";

/** Files that operating systems create in folders of images. */
const SYSTEM_FILES = new Set(["thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"]);

/**
 * Lists the files of a folder by their paths inside it, such as `train/a.jpg` on every system, in no special order.
 *
 * Links to files are included; links to folders and broken links are not.
 */
export function listFiles(
  caller: string,
  folder: string,
  { recursive, hidden }: { readonly recursive: boolean; readonly hidden: boolean },
): string[] {
  return orPathError(caller, folder, () => readdirSync(folder, { withFileTypes: true, recursive }))
    .filter(isFile)
    .map((entry) => relative(folder, pathOf(entry)).replaceAll(sep, "/"))
    .filter((inside) => hidden || !inside.split("/").some(isHidden));
}

/** Calls a function that reads a folder. An error of the system becomes one that says what was expected, and where. */
export function orPathError<T>(caller: string, folder: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw pathError(caller, "a folder", folder, error);
  }
}

/** Whether a file or folder is hidden, or an operating system's own. */
export function isHidden(name: string): boolean {
  return name.startsWith(".") || SYSTEM_FILES.has(name.toLowerCase());
}

function pathOf(entry: Dirent): string {
  return join(entry.parentPath, entry.name);
}

function isFile(entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(pathOf(entry), { throwIfNoEntry: false })?.isFile() === true;
}
