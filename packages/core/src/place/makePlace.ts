import { platformFiles } from "#platform-files";
import { isAddress } from "./isAddress.ts";

/**
 * Creates a folder and the folders above it. Object storage has no folders, so an address needs nothing.
 *
 * @throws FileWriteError with the path and the system's reason.
 * @example
 * ```ts
 * import { makePlace } from "@tensorloom/core/internal";
 *
 * await makePlace("s3://models/moles"); // => undefined
 * ```
 */
export async function makePlace(folder: string): Promise<void> {
  if (!isAddress(folder)) await platformFiles.makeFolder(folder);
}
