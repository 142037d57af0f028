import { checkOptions, shown } from "@tensorloom/core/internal";
import { checkPlace, isAddress, joinPlace } from "@tensorloom/core/internal/node";
import type { Dataset } from "../dataset/dataset.ts";
import { fromArray } from "../dataset/from.ts";
import { assertString } from "../validate.ts";
import { listFiles } from "./listFiles.ts";
import { listObjects } from "./listObjects.ts";

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
 * @throws TypeError for an address, which {@link openFolder} lists; Error with the code `ENOENT` if the folder does not exist.
 * @example
 * ```ts no-run
 * import { fromFolder } from "@tensorloom/data/node";
 *
 * const pictures = fromFolder("pictures", { match: /\.jpe?g$/i, recursive: true }).shuffle({ seed: 1 });
 * ```
 */
export function fromFolder(folder: string, options: FolderOptions = {}): Dataset<string> {
  assertString("fromFolder: folder", folder);
  if (isAddress(folder))
    throw new TypeError(`fromFolder: folder is an address; list it with await openFolder("${folder}")`);
  const { match, ...kinds } = checkFolderOptions("fromFolder", options);
  return datasetOf("fromFolder", folder, listFiles("fromFolder", folder, kinds), match);
}

/**
 * Makes a dataset of the paths or addresses of a folder's files, sorted by name.
 *
 * The asynchronous form of {@link fromFolder}, which also lists storages: `s3://isic/pictures`.
 *
 * @param folder - A path or an address. It is listed once.
 * @throws Error with the code `ENOENT` if the folder does not exist; StorageError if the storage cannot be listed.
 * @example
 * ```ts
 * import { openFolder } from "@tensorloom/data/node";
 *
 * const pictures = await openFolder("pictures", { match: /\.jpe?g$/i, recursive: true });
 * pictures.size; // => 40
 * ```
 */
export async function openFolder(folder: string, options: FolderOptions = {}): Promise<Dataset<string>> {
  const place = checkPlace("openFolder: folder", folder);
  const { match, ...kinds } = checkFolderOptions("openFolder", options);
  const names = isAddress(place) ? await listObjects(place, kinds) : listFiles("openFolder", place, kinds);
  return datasetOf("openFolder", place, names, match);
}

function checkFolderOptions(
  name: string,
  options: FolderOptions,
): { readonly match: RegExp | undefined; readonly recursive: boolean; readonly hidden: boolean } {
  const known = { match: "any", recursive: "boolean", hidden: "boolean" } as const;
  const { match, recursive = false, hidden = false } = checkOptions(name, options, known);
  if (match !== undefined && !(match instanceof RegExp))
    throw new TypeError(`${name}: match must be a regular expression, got ${shown(match)}`);
  return { match, recursive, hidden };
}

function datasetOf(
  name: string,
  folder: string,
  names: readonly string[],
  match: RegExp | undefined,
): Dataset<string> {
  const files = names
    // Unlike `test`, `search` ignores the `lastIndex` of a global expression.
    .filter((inside) => match === undefined || inside.search(match) >= 0)
    .map((inside) => joinPlace(folder, inside))
    .sort();
  return fromArray(files, { label: `${name}(${folder})` });
}
