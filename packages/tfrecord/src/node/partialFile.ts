import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

let serial = 0;

/** A file that is being written, under a name that no reader looks for. */
export interface PartialFile {
  /** How many bytes have been written. */
  readonly bytes: number;
  write(chunk: Uint8Array): Promise<void>;
  /** Flushes what has been written to the disk, and closes. */
  flush(): Promise<void>;
  /** Gives the flushed file its name; what stood under it is replaced. */
  name(path: string): Promise<void>;
  /** Removes the file, where it was not named. */
  discard(): Promise<void>;
}

/** Opens a new file `.NAME.PID-N.partial`: beside the one that it will be, so that it can be renamed, and matched by no glob. */
export async function partialFile(path: string): Promise<PartialFile> {
  const name = `.${basename(path)}.${String(process.pid)}-${String(serial++)}.partial`;
  const partial = join(dirname(path), name);
  const file = await open(partial, "wx");
  let bytes = 0;
  let state: "open" | "closed" | "named" = "open";

  async function close(): Promise<void> {
    if (state !== "open") return;
    state = "closed";
    await file.close();
  }

  return {
    get bytes() {
      return bytes;
    },
    async write(chunk) {
      await writeAll(file, chunk);
      bytes += chunk.length;
    },
    async flush() {
      await file.sync();
      await close();
    },
    async name(path) {
      await rename(partial, path);
      state = "named";
      await flushFolder(dirname(path));
    },
    async discard() {
      await close();
      if (state !== "named") await rm(partial, { force: true });
    },
  };
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at, chunk.length - at)).bytesWritten;
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

/**
 * Writes a file that appears under its name only when it is complete and flushed.
 *
 * Where anything fails, nothing is left of it, and what stood under the name before stands there still.
 *
 * @returns How many bytes were written.
 */
export async function writeWholeFile(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await partialFile(path);
  try {
    for await (const chunk of chunks) await file.write(chunk);
    await file.flush();
    await file.name(path);
  } finally {
    await file.discard();
  }
  return file.bytes;
}
