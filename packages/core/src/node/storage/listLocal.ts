import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { errorCode } from "../../errors/errorCode.ts";
import { expandRanges } from "../../glob/expandRanges.ts";
import { globSegment, hasGlob } from "../../glob/globSegment.ts";
import type { StorageObject } from "../../storage/storage.ts";
import { localError } from "./localError.ts";
import { localObject, statFile } from "./localObject.ts";
import { localPath } from "./localPath.ts";

/** Lists files, in the order of their names: of a folder and all below it, of a glob, or one. */
export async function* listLocal(
  pattern: string,
  signal?: AbortSignal,
): AsyncGenerator<StorageObject, void, undefined> {
  const { path, addressOf } = localPath(pattern);
  const parts = expandRanges(path).split(sep === "\\" ? /[/\\]/ : "/");
  if (parts[parts.length - 1] === "") parts[parts.length - 1] = EVERYTHING;
  const isRooted = parts[0] === "";
  const seen = new Set<string>(); // `**` may reach a file twice
  try {
    for await (const found of walk(isRooted ? "/" : "", isRooted ? parts.slice(1) : parts)) {
      signal?.throwIfAborted();
      if (seen.has(found)) continue;
      seen.add(found);
      const stats = await statFile(found);
      if (stats !== undefined) yield localObject(addressOf(found), stats);
    }
  } catch (error) {
    throw localError(pattern, "list", error);
  }
}

/** All files below a folder, also hidden ones. */
const EVERYTHING = "**/";

/** The paths that a pattern matches. Some may be folders. */
async function* walk(folder: string, [part, ...rest]: readonly string[]): AsyncGenerator<string> {
  if (part === EVERYTHING) {
    for (const entry of await entriesOf(folder)) {
      const next = join(folder, entry.name);
      if (await isFolder(entry, next)) yield* walk(next, [EVERYTHING]);
      else yield next;
    }
  } else if (part === "**") {
    if (rest.length > 0) yield* walk(folder, rest);
    for (const entry of await entriesOf(folder)) {
      if (entry.name.startsWith(".")) continue;
      const next = join(folder, entry.name);
      if (entry.isDirectory()) yield* walk(next, ["**", ...rest]);
      else if (rest.length === 0) yield next;
    }
  } else if (hasGlob(part)) {
    const expression = globSegment(part);
    for (const { name } of await entriesOf(folder)) {
      if (!expression.test(name) || (name.startsWith(".") && !part.startsWith("."))) continue;
      if (rest.length > 0) yield* walk(join(folder, name), rest);
      else yield join(folder, name);
    }
  } else if (rest.length > 0) yield* walk(join(folder, part), rest);
  else yield join(folder, part);
}

async function isFolder(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** The entries of a folder, by name; none if it is not a folder. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder === "" ? "." : folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return [];
    throw error;
  }
}
