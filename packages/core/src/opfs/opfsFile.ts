import type { StorageObject } from "../storage/storage.ts";
import { StorageError } from "../storage/storageError.ts";
import { openFile, openFolder } from "./opfsFolder.ts";
import { opfsPath } from "./opfsPath.ts";

/** How many files stay open for reads by position. */
const MAX_OPEN = 64;

/** Files by address, as they were when they were opened: reads by position need not look for them again. */
const opened = new Map<string, File>();

/** Describes a file. Its version is made of its size and the time of its last change. */
export function opfsObject(address: string, { size, lastModified }: File): StorageObject {
  return { address, size, etag: `${lastModified.toString(16)}-${size.toString(16)}`, modified: lastModified };
}

/** The file of an address as it is now; `undefined` if it does not exist. */
export async function fileOf(address: string): Promise<File | undefined> {
  const { folders, name } = opfsPath(address);
  const folder = await openFolder(address, folders);
  const handle = folder && (await openFile(folder, name));
  return handle?.getFile();
}

/**
 * The file of an address in one version, or as it is now.
 *
 * @throws StorageError if it does not exist or has changed.
 */
export async function versionOf(address: string, etag: string | undefined): Promise<File> {
  const before = etag === undefined ? undefined : opened.get(address);
  if (before !== undefined && opfsObject(address, before).etag === etag) return before; // reading reports a change
  const file = await fileOf(address);
  if (file === undefined) throw new StorageError(address, "not-found", "there is no such object");
  if (etag !== undefined && opfsObject(address, file).etag !== etag)
    throw new StorageError(address, "changed", "the file has changed since its version was taken");
  opened.delete(address);
  opened.set(address, file);
  if (opened.size > MAX_OPEN) opened.delete([...opened.keys()][0]);
  return file;
}
