import { platformFiles } from "#platform-files";
import { isAddress } from "./isAddress.ts";

/**
 * The absolute path of a path; an address as it is.
 *
 * @example
 * ```ts
 * import { resolvePlace } from "@tensorloom/core/internal";
 *
 * resolvePlace("s3://models/moles"); // => "s3://models/moles"
 * ```
 */
export function resolvePlace(place: string): string {
  return isAddress(place) ? place : platformFiles.resolve(place);
}
