import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

let serial = 0;

/**
 * Writes a file that appears under its name only when it is complete and flushed.
 *
 * The bytes go to `NAME.PID-N.partial` beside it, are flushed to the disk, and the file is renamed; where anything fails,
 * the partial file is removed and what stood under the name before stands there still.
 *
 * @returns How many bytes were written.
 */
export async function writeWholeFile(
  path: string | (() => string),
  chunks: AsyncIterable<Uint8Array>,
  beside: string = typeof path === "string" ? path : path(),
): Promise<number> {
  const partial = `${beside}.${String(process.pid)}-${String(serial++)}.partial`;
  const file = await open(partial, "wx");
  let bytes = 0;
  try {
    try {
      for await (const chunk of chunks) {
        for (let at = 0; at < chunk.length;)
          at += (await file.write(chunk, at, chunk.length - at)).bytesWritten;
        bytes += chunk.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, typeof path === "string" ? path : path());
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  await flushFolder(dirname(partial));
  return bytes;
}

/** Makes the new name itself last through a crash; some systems cannot flush a folder, and need not. */
async function flushFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    await folder.sync().finally(() => folder.close());
  } catch {
    return;
  }
}
