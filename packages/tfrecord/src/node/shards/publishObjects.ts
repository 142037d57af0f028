import { type ObjectWriter, type Storage, storageOf } from "@tensorloom/core";
import { joinPlace } from "@tensorloom/core/internal/node";
import { createReadStream } from "node:fs";
import { listObjectNames } from "./listObjectNames.ts";
import { namesOfSet, throwIfAny } from "./setNames.ts";

/** How many objects are uploaded before they appear: each keeps a part in memory. */
const MAX_OPEN = 32;
/** How many objects are uploaded at the same time. */
const CONCURRENCY = 4;

/**
 * Uploads files to a folder of a storage; with `replace`, removes the older set at the end.
 *
 * Up to 32 objects appear in one go, when all of them are uploaded; more appear in groups. If anything fails, the objects
 * that have appeared are removed, except those that have replaced others.
 */
export async function publishObjects(
  folder: string,
  name: string,
  files: readonly (readonly [from: string, to: string])[],
  replace: boolean,
): Promise<void> {
  const storage = await storageOf(folder);
  const old = namesOfSet(folder, await listObjectNames(folder, name), name);
  if (!replace) throwIfAny(folder, name, old); // another writer may have finished first
  const published: string[] = [];
  try {
    for (let at = 0; at < files.length; at += MAX_OPEN) {
      const group = files.slice(at, at + MAX_OPEN);
      const uploads = await upload(storage, folder, group, replace);
      try {
        for (const [i, one] of uploads.entries()) {
          await one.commit();
          published.push(group[i][1]);
        }
      } finally {
        for (const one of uploads) await one.discard();
      }
    }
  } catch (error) {
    for (const to of published)
      if (!old.includes(to)) await storage.remove(joinPlace(folder, to)).catch(() => undefined); // the first error counts
    throw error;
  }
  for (const file of old) if (!published.includes(file)) await storage.remove(joinPlace(folder, file));
}

/** Uploads files, a few at a time; the objects do not appear yet. */
async function upload(
  storage: Storage,
  folder: string,
  files: readonly (readonly [from: string, to: string])[],
  replace: boolean,
): Promise<readonly ObjectWriter[]> {
  const writers: ObjectWriter[] = [];
  let next = 0;
  async function work(): Promise<void> {
    while (next < files.length) {
      const at = next++;
      const [from, to] = files[at];
      const writer = (writers[at] = await storage.write(joinPlace(folder, to), { replace }));
      for await (const chunk of createReadStream(from, {
        highWaterMark: 2 ** 20,
      }) as AsyncIterable<Uint8Array>)
        await writer.write(chunk);
    }
  }
  const results = await Promise.allSettled(Array.from({ length: CONCURRENCY }, work));
  const failed = results.find((result) => result.status === "rejected");
  if (failed === undefined) return writers;
  for (const writer of Object.values(writers)) await writer.discard();
  throw failed.reason;
}
