import { schemeOf } from "../storage/schemeOf.ts";

/**
 * Whether a place is an address of a storage, such as `s3://…`, and not a path.
 *
 * @example
 * ```ts
 * import { isAddress } from "@tensorloom/core/internal";
 *
 * [isAddress("gs://isic/train.csv"), isAddress("isic/train.csv")]; // => [true, false]
 * ```
 */
export function isAddress(place: string): boolean {
  const scheme = schemeOf(place);
  return scheme !== undefined && scheme !== "file";
}
