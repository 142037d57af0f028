import { platformFiles } from "#platform-files";
import { isAddress } from "./isAddress.ts";
import { listBelow } from "./listBelow.ts";

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
    const found: PlaceEntry[] = [];
    for await (const { name, object } of listBelow(folder))
      if (name !== "" && !name.includes("/")) found.push({ name, modified: object.modified });
    return found;
  }
  return platformFiles.list(folder);
}
