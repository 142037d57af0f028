import { checkPath, makeFolder, openAtomicFile } from "@tensorloom/core/internal/node";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { CheckpointStore } from "../checkpoint/checkpointStore.ts";

/** A file that a kill left half written. */
const UNFINISHED = /^\.checkpoint-\d+\.safetensors\..+\.partial$/;

/**
 * Opens a folder of checkpoints, creates it if necessary, and removes files that a kill left half written.
 *
 * @throws FileWriteError if the folder cannot be written; TypeError if it is not a path.
 */
export async function openCheckpointFolder(folder: string): Promise<CheckpointStore> {
  checkPath("fit: checkpoint: folder", folder);
  await makeFolder(folder);
  await (await openAtomicFile(join(folder, "checkpoint-00000000.safetensors"))).discard(); // throws if it cannot be written
  for (const name of await readdir(folder))
    if (UNFINISHED.test(name)) await rm(join(folder, name), { force: true });
  return {
    folder,
    list: () => readdir(folder),
    read: (name) => readFile(join(folder, name)),
    async write(name, chunks) {
      const file = await openAtomicFile(join(folder, name));
      try {
        await file.write(chunks);
        await file.commit();
      } finally {
        await file.discard();
      }
    },
    remove: (name) => rm(join(folder, name), { force: true }),
    crc32,
  };
}
