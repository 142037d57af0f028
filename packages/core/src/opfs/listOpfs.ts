import { parseGlob } from "../glob/glob.ts";
import { hasGlob } from "../glob/globSegment.ts";
import type { StorageObject } from "../storage/storage.ts";
import { fileOf, opfsObject } from "./opfsFile.ts";
import { openFolder } from "./opfsFolder.ts";
import { rootOf } from "./opfsPath.ts";
import { isTemporary } from "./opfsWriter.ts";

/** Lists files, in the order of their names: of a folder and all below it, of a glob, or one. */
export async function* listOpfs(
  pattern: string,
  signal?: AbortSignal,
): AsyncGenerator<StorageObject, void, undefined> {
  const root = rootOf(pattern);
  const names = pattern.slice(root.length);
  if (names !== "" && !names.endsWith("/") && !hasGlob(names)) {
    const file = await fileOf(pattern);
    if (file !== undefined) yield opfsObject(pattern, file);
    return;
  }
  const glob = parseGlob(names);
  const start = glob.prefix.split("/").slice(0, -1);
  const folder = await openFolder(pattern, start);
  if (folder === undefined) return;
  for await (const [name, handle] of walk(folder, start.map((part) => `${part}/`).join(""), glob.isFlat)) {
    signal?.throwIfAborted();
    if (glob.matches(name)) yield opfsObject(`${root}${name}`, await handle.getFile());
  }
}

async function* walk(
  folder: FileSystemDirectoryHandle,
  prefix: string,
  isFlat: boolean,
): AsyncGenerator<readonly [string, FileSystemFileHandle]> {
  const entries: [string, FileSystemHandle][] = [];
  for await (const entry of folder.entries()) entries.push(entry);
  // a folder's slash counts, so that all names are in order
  const sortKey = ([name, { kind }]: [string, FileSystemHandle]): string =>
    kind === "directory" ? `${name}/` : name;
  entries.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  for (const [name, handle] of entries) {
    if (handle.kind === "file" && !isTemporary(name))
      yield [`${prefix}${name}`, handle as FileSystemFileHandle];
    if (handle.kind === "directory" && !isFlat)
      yield* walk(handle as FileSystemDirectoryHandle, `${prefix}${name}/`, false);
  }
}
