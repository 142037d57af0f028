import {
  checkPlace,
  joinPlace,
  listPlace,
  openPlaceWriter,
  probePlace,
  readPlace,
  removePlace,
} from "@tensorloom/core/internal";
import type { CheckpointStore } from "./checkpointStore.ts";
import { crc32 } from "./crc32.ts";

/** A file that a kill left half written. */
const UNFINISHED = /^\.checkpoint-\d+\.safetensors\..+\.partial$/;

/**
 * Opens a folder of checkpoints, creates it if necessary, and removes files that a kill left half written.
 *
 * At an address, a checkpoint is one object, which appears whole or not at all.
 *
 * @throws FileWriteError or StorageError if it cannot be written; TypeError if it is neither a path nor an address.
 */
export async function openCheckpointFolder(folder: string): Promise<CheckpointStore> {
  const place = checkPlace("fit: checkpoint: folder", folder);
  await probePlace(place, "checkpoint-00000000.safetensors"); // throws if it cannot be written
  for (const { name } of await listPlace(place))
    if (UNFINISHED.test(name)) await removePlace(joinPlace(place, name));
  return {
    folder,
    list: async () => (await listPlace(place)).map(({ name }) => name),
    read: (name) => readPlace(joinPlace(place, name)),
    async write(name, chunks) {
      const file = await openPlaceWriter(joinPlace(place, name));
      try {
        await file.write(chunks);
        await file.commit();
      } finally {
        await file.discard();
      }
    },
    remove: (name) => removePlace(joinPlace(place, name)),
    crc32,
  };
}
