import { platformFiles } from "#platform-files";
import { isAddress } from "./isAddress.ts";
import { readPlaceIfAny } from "./readPlace.ts";
import { writePlace } from "./writePlace.ts";

/**
 * Appends text to a file or an object, and creates it if it does not exist.
 *
 * Storage of objects appends nothing, so an object is read and written again: it should be small.
 *
 * @throws FileWriteError or StorageError if it cannot be written.
 * @example
 * ```ts no-run
 * import { appendPlace } from "@tensorloom/core/internal";
 *
 * await appendPlace("opfs:runs/first/metrics.jsonl", '{"epoch":0}\n');
 * ```
 */
export async function appendPlace(place: string, text: string): Promise<void> {
  if (!isAddress(place)) return platformFiles.append(place, text);
  const before = new TextDecoder().decode(await readPlaceIfAny(place));
  await writePlace(place, `${before}${text}`);
}
