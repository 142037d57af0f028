import { platformFiles } from "#platform-files";
import { isAddress } from "./isAddress.ts";

/**
 * Removes a folder if it is empty. At an address, there are no empty folders.
 *
 * @example
 * ```ts no-run
 * import { removeEmptyPlace } from "@tensorloom/core/internal";
 *
 * await removeEmptyPlace("out/model");
 * ```
 */
export async function removeEmptyPlace(folder: string): Promise<void> {
  if (!isAddress(folder)) await platformFiles.removeEmptyFolder(folder);
}
