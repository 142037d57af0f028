import { isAddress } from "@tensorloom/core/internal/node";
import { openLocalFolder } from "./localFolder.ts";
import type { NewFolder } from "./newFolder.ts";
import { openObjectFolder } from "./objectFolder.ts";

/**
 * Opens a new folder. At a path, it appears under its name whole or not at all; at an address, object by object.
 *
 * @throws Error if there is something under that name, unless it is an empty folder.
 */
export function openNewFolder(name: string, folder: string): Promise<NewFolder> {
  return isAddress(folder) ? openObjectFolder(name, folder) : openLocalFolder(name, folder);
}
