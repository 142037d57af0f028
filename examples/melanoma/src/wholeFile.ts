import { rename, rm, writeFile } from "node:fs/promises";

/** Writes a text file that appears under its name whole or not at all. */
export async function writeWholeFile(path: string, text: string): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, text, { flush: true });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
