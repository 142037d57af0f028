import { type Dirent, readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { checkOptions, shown } from "@tensorloom/core/internal";
import type { Dataset } from "../dataset/dataset.ts";
import { fromArray } from "../dataset/from.ts";
import { assertString } from "../validate.ts";

/**
 * Which files of a folder are meant.
 *
 * @inline
 */
export interface FolderOptions {
  /** What a file's path inside the folder must match, as `train/a.jpg` on every system; default: every file. */
  readonly match?: RegExp | undefined;
  /** Whether folders inside are looked into; default false. */
  readonly recursive?: boolean | undefined;
  /** Whether hidden files and those that operating systems create count too; default false. */
  readonly hidden?: boolean | undefined;
}

/** What systems put into folders of pictures, beside names that begin with a point. */
const LEFT_BEHIND = new Set(["thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"]);

/**
 * The paths of a folder's files, in the order of their names: an index, so they can be shuffled and sharded as a whole.
 *
 * Hidden files and folders, whose names begin with a point, and those that systems leave behind (`Thumbs.db`,
 * `desktop.ini`, `__MACOSX`) are passed over unless `hidden` is true. A link to a file is a file; links to folders, and those that lead nowhere, are passed over.
 *
 * @param folder - The folder. It is read now, once.
 * @throws Node's error if there is no such folder.
 * @example
 * ```ts no-run
 * import { fromFolder } from "@tensorloom/data/node";
 *
 * const pictures = fromFolder("pictures", { match: /\.jpe?g$/i, recursive: true }).shuffle({ seed: 1 });
 * ```
 */
export function fromFolder(folder: string, options: FolderOptions = {}): Dataset<string> {
  assertString("fromFolder: folder", folder);
  const known = { match: "any", recursive: "boolean", hidden: "boolean" } as const;
  const { match, recursive = false, hidden = false } = checkOptions("fromFolder", options, known);
  if (match !== undefined && !(match instanceof RegExp))
    throw new TypeError(`fromFolder: match must be a regular expression, got ${shown(match)}`);
  const files = readdirSync(folder, { withFileTypes: true, recursive })
    .filter(isFile)
    .map(pathOf)
    .filter((path) => {
      const inside = relative(folder, path).replaceAll(sep, "/");
      // `search` begins at the start, whatever flags and earlier matches there are.
      return (hidden || !isHidden(inside)) && (match === undefined || inside.search(match) >= 0);
    })
    .sort();
  return fromArray(files, { label: `fromFolder(${folder})` });
}

function isHidden(inside: string): boolean {
  return inside.split("/").some((name) => name.startsWith(".") || LEFT_BEHIND.has(name.toLowerCase()));
}

function pathOf(entry: Dirent): string {
  return join(entry.parentPath, entry.name);
}

function isFile(entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(pathOf(entry), { throwIfNoEntry: false })?.isFile() === true;
}
