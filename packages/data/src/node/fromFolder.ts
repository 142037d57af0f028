import { join } from "node:path";
import { checkOptions, shown } from "@tensorloom/core/internal";
import type { Dataset } from "../dataset/dataset.ts";
import { fromArray } from "../dataset/from.ts";
import { assertString } from "../validate.ts";
import { listFiles } from "./listFiles.ts";

/**
 * Options of {@link fromFolder}.
 *
 * @inline
 */
export interface FolderOptions {
  /** Matches the paths inside the folder, such as `train/a.jpg` on every system; default: every file. */
  readonly match?: RegExp | undefined;
  /** Whether subfolders are searched; default false. */
  readonly recursive?: boolean | undefined;
  /** Whether hidden files and operating systems' own files are included; default false. */
  readonly hidden?: boolean | undefined;
}

/**
 * Makes a dataset of the paths of a folder's files, sorted by name.
 *
 * The dataset has random access, so `shuffle` needs no buffer. Hidden files and folders (names that start with a dot)
 * and files that operating systems create (`Thumbs.db`, `desktop.ini`, `__MACOSX`) are skipped unless `hidden` is true.
 * Links to files are included; links to folders and broken links are skipped.
 *
 * @param folder - The folder. It is read synchronously, once.
 * @throws Node's `ENOENT` error if the folder does not exist.
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
  const files = listFiles(folder, { recursive, hidden })
    // Unlike `test`, `search` ignores the `lastIndex` of a global expression.
    .filter((inside) => match === undefined || inside.search(match) >= 0)
    .map((inside) => join(folder, inside))
    .sort();
  return fromArray(files, { label: `fromFolder(${folder})` });
}
