import { platformFiles } from "#platform-files";
import { writeObject } from "../storage/writeObject.ts";
import { storageOf } from "../storage/storageOf.ts";
import { isAddress } from "./isAddress.ts";
import { joinPlace } from "./joinPlace.ts";

/** The object that is written and removed again. */
const NAME = ".tensorloom-write-test";

/**
 * Tests that objects can be written below an address, before hours of work depend on it.
 *
 * @throws StorageError if they cannot.
 * @example
 * ```ts no-run
 * import { probePlace } from "@tensorloom/core/internal";
 *
 * await probePlace("s3://models/moles");
 * ```
 */
export async function probePlace(folder: string, name: string = NAME): Promise<void> {
  const place = joinPlace(folder, name);
  if (!isAddress(folder)) {
    await platformFiles.makeFolder(folder);
    await (await platformFiles.open(place)).discard();
    return;
  }
  await writeObject(joinPlace(folder, NAME), "");
  await (await storageOf(folder)).remove(joinPlace(folder, NAME));
}
