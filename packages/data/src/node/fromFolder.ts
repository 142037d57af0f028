import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Dataset } from "../dataset.ts";
import { fromArray } from "../from.ts";

/** Which files of a folder are meant. */
export interface FolderOptions {
  /** What a file's path inside the folder must match; default: every file. */
  readonly match?: RegExp;
  /** Whether folders inside are looked into; default false. */
  readonly recursive?: boolean;
}

/**
 * The paths of a folder's files, in the order of their names: an index, so they can be shuffled and sharded as a whole.
 *
 * @param folder - The folder. It is read now, once.
 * @throws What Node throws where there is no such folder.
 */
export function fromFolder(folder: string, options: FolderOptions = {}): Dataset<string> {
  const { match, recursive = false } = options;
  const files = readdirSync(folder, { withFileTypes: true, recursive })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => match === undefined || match.test(path.slice(folder.length)))
    .sort();
  return fromArray(files, { label: `fromFolder(${folder})` });
}
