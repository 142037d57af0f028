import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { PARTIAL } from "./blockFile.ts";

/** Files that a process left when it was killed are removed after this time, in milliseconds. */
const MAX_PARTIAL_AGE_MS = 3_600_000;

/**
 * Removes the blocks that were used the longest time ago, until at most `keepBytes` remain; none if there are fewer
 * than `maxBytes`.
 *
 * @returns The number of bytes that remain.
 */
export async function evict(folder: string, maxBytes: number, keepBytes: number): Promise<number> {
  const blocks: { readonly path: string; readonly size: number; readonly used: number }[] = [];
  const now = performance.timeOrigin + performance.now();
  for (const part of await readdir(folder).catch(() => [])) {
    for (const name of await readdir(join(folder, part)).catch(() => [])) {
      const path = join(folder, part, name);
      const found = await stat(path).catch(() => undefined); // removed by another process
      if (found === undefined) continue;
      const isPartial = name.endsWith(PARTIAL);
      if (isPartial && now - found.mtimeMs > MAX_PARTIAL_AGE_MS) await rm(path, { force: true });
      else if (!isPartial) blocks.push({ path, size: found.size, used: found.mtimeMs });
    }
  }
  let total = blocks.reduce((sum, { size }) => sum + size, 0);
  if (total <= maxBytes) return total;
  for (const { path, size } of blocks.sort((a, b) => a.used - b.used)) {
    if (total <= keepBytes) break;
    await rm(path, { force: true });
    total -= size;
  }
  return total;
}
