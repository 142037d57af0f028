import { isAddress } from "@tensorloom/core/internal/node";
import { openLocalFolder } from "./localFolder.ts";
import { openObjectFolder } from "./objectFolder.ts";

/** A folder that is being filled. */
export interface NewFolder {
  /** How many files are written at the same time. */
  readonly concurrency: number;
  /**
   * Writes a file, and creates the folders above it.
   *
   * @throws FileWriteError or StorageError with its final name.
   */
  write(path: string, content: Uint8Array | string | Iterable<string>): Promise<void>;
  /** Publishes the folder under its final name. */
  commit(): Promise<void>;
  /** Removes what has been written, unless it has been committed. */
  discard(): Promise<void>;
}

/**
 * Opens a new folder. At a path, it appears under its name whole or not at all; at an address, object by object.
 *
 * @throws Error if there is something under that name, unless it is an empty folder.
 */
export function openNewFolder(name: string, folder: string): Promise<NewFolder> {
  return isAddress(folder) ? openObjectFolder(name, folder) : openLocalFolder(name, folder);
}
