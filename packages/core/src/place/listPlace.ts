import { platformFiles } from "#platform-files";
import { storageOf } from "../storage/storageOf.ts";
import { isAddress } from "./isAddress.ts";
import { joinPlace } from "./joinPlace.ts";

/** A file in a folder, or an object below an address. */
export interface PlaceEntry {
  /** The name in the folder. */
  readonly name: string;
  /** The time of the last change, in milliseconds since 1970; `undefined` if it is not known. */
  readonly modified: number | undefined;
}

/**
 * Lists the files that lie directly in a folder, in any order. A folder of a storage that does not exist is empty.
 *
 * @throws Errors of `node:fs` for a path, StorageError for an address.
 * @example
 * ```ts
 * import { listPlace } from "@tensorloom/core/internal";
 *
 * (await listPlace("packages/core")).some(({ name }) => name === "README.md"); // => true
 * ```
 */
export async function listPlace(folder: string): Promise<readonly PlaceEntry[]> {
  if (isAddress(folder)) {
    const start = joinPlace(folder, "");
    const found: PlaceEntry[] = [];
    for await (const { address, modified } of (await storageOf(folder)).list(start)) {
      const name = address.slice(start.length);
      if (name !== "" && !name.includes("/")) found.push({ name, modified });
    }
    return found;
  }
  return platformFiles.list(folder);
}
