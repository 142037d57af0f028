import { errorCode } from "../errors/errorCode.ts";
import { StorageError } from "../storage/storageError.ts";

/**
 * Whether an error says that a file or an object does not exist.
 *
 * @example
 * ```ts
 * import { isMissing, readPlace } from "@tensorloom/core/internal";
 *
 * const error: unknown = await readPlace("no/such/file").catch((thrown: unknown) => thrown);
 * isMissing(error); // => true
 * ```
 */
export function isMissing(error: unknown): boolean {
  if (error instanceof StorageError) return error.kind === "not-found";
  return errorCode(error) === "ENOENT";
}
