import { open } from "node:fs/promises";

/**
 * Flushes a folder, so that a renamed file survives a crash. Systems that cannot flush a folder need not.
 *
 * @example
 * ```ts
 * import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { syncFolder } from "@tensorloom/core/internal/node";
 *
 * const folder = mkdtempSync(join(tmpdir(), "sync-"));
 * writeFileSync(join(folder, "new"), "[]");
 * renameSync(join(folder, "new"), join(folder, "labels.json"));
 * await syncFolder(folder); // labels.json has its name even after a power cut
 * rmSync(folder, { recursive: true });
 * ```
 */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    return; // Windows opens no folders; some network file systems flush none
  }
}
