import { platformFiles } from "#platform-files";
import { storageOf } from "../storage/storageOf.ts";
import { isAddress } from "./isAddress.ts";

/**
 * Removes a file or an object. A missing one is not an error.
 *
 * @throws Errors of `node:fs` for a path, StorageError for an address.
 * @example
 * ```ts
 * import { removePlace } from "@tensorloom/core/internal";
 *
 * await removePlace("no/such/file"); // => undefined
 * ```
 */
export async function removePlace(place: string): Promise<void> {
  if (isAddress(place)) await (await storageOf(place)).remove(place);
  else await platformFiles.remove(place);
}
