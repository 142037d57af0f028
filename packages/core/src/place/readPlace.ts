import { platformFiles } from "#platform-files";
import { checkOptions, type OptionKinds } from "../check/checkOptions.ts";
import { storageOf } from "../storage/storageOf.ts";
import { isAddress } from "./isAddress.ts";
import { isMissing } from "./isMissing.ts";

/** @inline */
interface Cancellable {
  /** Ends the operation with the signal's reason; default: none. */
  readonly signal?: AbortSignal | undefined;
}

const KNOWN: OptionKinds<Cancellable> = { signal: "object" };

/**
 * Reads a whole file or object into memory.
 *
 * @throws Errors of `node:fs` for a path, StorageError for an address.
 * @example
 * ```ts
 * import { readPlace } from "@tensorloom/core/internal";
 *
 * const bytes = await readPlace("packages/core/README.md");
 * new TextDecoder().decode(bytes.subarray(2, 18)); // => "@tensorloom/core"
 * ```
 */
export async function readPlace(place: string, options: Cancellable = {}): Promise<Uint8Array> {
  const { signal } = checkOptions("readPlace", options, KNOWN);
  if (isAddress(place)) return (await storageOf(place)).read(place, { signal });
  return platformFiles.read(place, signal);
}

/**
 * Reads a file or object that may be missing; `undefined` if it is.
 *
 * @throws As {@link readPlace} does, for any other reason.
 * @example
 * ```ts
 * import { readPlaceIfAny } from "@tensorloom/core/internal";
 *
 * await readPlaceIfAny("packages/core/no-such-file"); // => undefined
 * ```
 */
export async function readPlaceIfAny(
  place: string,
  options: Cancellable = {},
): Promise<Uint8Array | undefined> {
  checkOptions("readPlaceIfAny", options, KNOWN);
  try {
    return await readPlace(place, options);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
