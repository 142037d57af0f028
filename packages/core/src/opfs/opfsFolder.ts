import { StorageError } from "../storage/storageError.ts";

/** The root of the browser's storage of this origin. @throws StorageError if the browser has none for this page. */
async function rootFolder(address: string): Promise<FileSystemDirectoryHandle> {
  const { navigator } = globalThis as { navigator?: { readonly storage?: Partial<StorageManager> } }; // absent outside browsers
  if (typeof navigator?.storage?.getDirectory !== "function")
    throw new StorageError(
      address,
      "unsupported",
      "this browser has no origin private file system for this page; it needs https or localhost, and a current browser",
    );
  return navigator.storage.getDirectory();
}

/** Opens a folder below the root, and makes missing ones if asked; `undefined` if there is no such folder. */
export async function openFolder(
  address: string,
  names: readonly string[],
  create = false,
): Promise<FileSystemDirectoryHandle | undefined> {
  let folder = await rootFolder(address);
  for (const name of names) {
    const next = await folder.getDirectoryHandle(name, { create }).catch(ignoreMissing);
    if (next === undefined) return undefined;
    folder = next;
  }
  return folder;
}

/** Opens a file; `undefined` if it does not exist or is a folder. */
export async function openFile(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemFileHandle | undefined> {
  return folder.getFileHandle(name).catch(ignoreMissing);
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof DOMException && ["NotFoundError", "TypeMismatchError"].includes(error.name))
    return undefined;
  throw error;
}
