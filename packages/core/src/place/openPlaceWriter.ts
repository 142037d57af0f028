import { platformFiles } from "#platform-files";
import type { ObjectWriter } from "../storage/storage.ts";
import { storageOf } from "../storage/storageOf.ts";
import { isAddress } from "./isAddress.ts";

/**
 * Starts a file or an object that `commit` publishes. It appears whole or not at all.
 *
 * @throws FileWriteError or StorageError if it cannot be written.
 * @example
 * ```ts no-run
 * import { openPlaceWriter } from "@tensorloom/core/internal";
 *
 * const file = await openPlaceWriter("opfs:runs/first/weights.bin");
 * try {
 *   await file.write([Uint8Array.of(1), Uint8Array.of(2)]);
 *   await file.commit();
 * } finally {
 *   await file.discard();
 * }
 * ```
 */
export async function openPlaceWriter(place: string): Promise<ObjectWriter> {
  return isAddress(place) ? (await storageOf(place)).write(place) : platformFiles.open(place);
}
