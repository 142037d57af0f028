import { platformFiles } from "#platform-files";
import { storageOf } from "../storage/storageOf.ts";
import { isAddress } from "./isAddress.ts";
import { listBelow } from "./listPlace.ts";

/** What a path or an address names. */
interface PlaceStatus {
  readonly kind: "file" | "folder";
  /** The size of a file in bytes; `undefined` for a folder, or if the server does not state it. */
  readonly size: number | undefined;
  /** The time of the last change, in milliseconds since 1970; `undefined` if it is not known. */
  readonly modified: number | undefined;
}

/**
 * Finds out what a path or an address names; `undefined` if nothing is there.
 *
 * An address is a folder if an object has a name below it. A web server lists nothing, so it has no folders.
 *
 * @throws StorageError if the storage cannot be asked.
 * @example
 * ```ts
 * import { statPlace } from "@tensorloom/core/internal";
 *
 * (await statPlace("packages/core"))?.kind; // => "folder"
 * ```
 */
export async function statPlace(place: string): Promise<PlaceStatus | undefined> {
  if (!isAddress(place)) return platformFiles.stat(place);
  const storage = await storageOf(place);
  const found = place.endsWith("/") ? undefined : await storage.stat(place);
  if (found !== undefined) return { kind: "file", size: found.size, modified: found.modified };
  if (/^https?:/i.test(place)) return undefined;
  const listed = listBelow(place);
  const { done } = await listed.next();
  await listed.return();
  return done === true ? undefined : { kind: "folder", size: undefined, modified: undefined };
}
