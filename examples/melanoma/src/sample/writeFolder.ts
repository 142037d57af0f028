import { mkdir, rename, rm } from "node:fs/promises";

/** Writes a folder that appears, or replaces an earlier one, when it is complete. */
export async function writeFolder(folder: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = `${folder}.part`;
  try {
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
    await write(part);
    await rm(folder, { recursive: true, force: true });
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}
