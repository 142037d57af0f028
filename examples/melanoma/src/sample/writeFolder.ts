import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { isAddress, joinPlace, listBelow, removePlace, writePlace } from "@tensorloom/core/internal/node";

/**
 * Writes a folder that appears, or replaces an earlier one, when it is complete.
 *
 * At an address, the objects are uploaded when all of them are complete. If one cannot be, the new ones are removed.
 */
export async function writeFolder(folder: string, write: (part: string) => Promise<void>): Promise<void> {
  const isObjects = isAddress(folder);
  const part = isObjects ? await mkdtemp(join(tmpdir(), "melanoma-")) : `${folder}.part`;
  try {
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
    await write(part);
    if (isObjects) await upload(part, folder);
    else {
      await rm(folder, { recursive: true, force: true });
      await rename(part, folder);
    }
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

/** How many files are uploaded at the same time. */
const CONCURRENCY = 8;

async function upload(from: string, folder: string): Promise<void> {
  const old = new Set<string>();
  for await (const { name } of listBelow(folder)) old.add(name);
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(from, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
  const written: string[] = [];
  const left = names.values();
  const work = async (): Promise<void> => {
    for (const name of left) {
      const chunks = createReadStream(join(from, name)) as AsyncIterable<Uint8Array>;
      await writePlace(joinPlace(folder, name), chunks);
      written.push(name);
    }
  };
  const results = await Promise.allSettled(Array.from({ length: CONCURRENCY }, work));
  const failed = results.find((result) => result.status === "rejected");
  const removed = new Set(failed === undefined ? old : written.filter((name) => !old.has(name)));
  for (const name of removed)
    if (failed !== undefined || !names.includes(name)) await removePlace(joinPlace(folder, name));
  if (failed !== undefined) throw failed.reason;
}
