import { open } from "node:fs/promises";

/** Flushes a folder, so that a renamed file survives a crash. Systems that cannot flush a folder need not. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    await folder.sync().finally(() => folder.close());
  } catch {
    return; // Windows opens no folders; some network file systems flush none
  }
}
