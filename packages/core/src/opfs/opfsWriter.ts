/** A file that is being written under a temporary name. */
export interface OpfsFile {
  write(chunks: readonly Uint8Array[]): Promise<void>;
  /** Publishes the file under its name. */
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** The part of a file's handle that the types leave out: of workers, and renaming. */
interface FullHandle extends FileSystemFileHandle {
  createSyncAccessHandle?(): Promise<{
    write(bytes: Uint8Array, options: { readonly at: number }): number;
    flush(): void;
    close(): void;
  }>;
  move?(name: string): Promise<void>;
}

/** Receives the bytes of a file, synchronously in a worker. */
interface Sink {
  write(chunks: readonly Uint8Array[]): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/** A file that is being written. A page or worker that was terminated leaves it. */
const TEMPORARY = /^\..+\.[0-9a-f]{12}\.partial$/;

/** Whether a file has the name of one that is being written. */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

/** How many bytes of small chunks a worker writes at a time. */
const PIECE_BYTES = 4 * 2 ** 20;

/** A temporary file that nobody has written for this long has no writer any more. */
const STALE_MS = 60_000;

/**
 * Starts a file under a temporary name, from which `commit` moves it.
 *
 * In browsers that cannot move files, the browser's own swap file takes that place.
 */
export async function createFile(folder: FileSystemDirectoryHandle, name: string): Promise<OpfsFile> {
  const temporary = `.${name}.${randomName()}.partial`;
  const first: FullHandle = await folder.getFileHandle(temporary, { create: true });
  await removeStale(folder, (await first.getFile()).lastModified);
  const isMovable = first.move !== undefined;
  if (!isMovable) await folder.removeEntry(temporary);
  const handle = isMovable ? first : await folder.getFileHandle(name, { create: true });
  const sink = await (isMovable ? openSink(handle) : openWritable(handle));
  let isOpen = true;
  let isCommitted = false;
  return {
    write: (chunks) => sink.write(chunks),
    async commit() {
      isOpen = false;
      await sink.close();
      await first.move?.(name);
      isCommitted = true;
    },
    async discard() {
      if (isCommitted) return;
      if (isOpen) await sink.abort().catch(() => undefined);
      isOpen = false;
      if (isMovable) await folder.removeEntry(temporary).catch(() => undefined);
    },
  };
}

function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** In workers, synchronous writes are faster. */
async function openSink(handle: FullHandle): Promise<Sink> {
  const access = await handle.createSyncAccessHandle?.();
  if (access === undefined) return openWritable(handle);
  let at = 0;
  const close = (): Promise<void> => {
    access.close();
    return Promise.resolve();
  };
  return {
    write: async (chunks) => {
      for (const bytes of joinSmall(chunks)) {
        const written = access.write(bytes, { at });
        // Chromium returns the code of an error as an unsigned number, 2^32 - 8
        if (written !== bytes.length) throw new DOMException("no space is left", "QuotaExceededError");
        at += written;
      }
      return Promise.resolve();
    },
    close: () => {
      access.flush();
      return close();
    },
    abort: close,
  };
}

/** Joins chunks to pieces of some megabytes: each write costs milliseconds. */
function* joinSmall(chunks: readonly Uint8Array[]): Generator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for (const [i, chunk] of chunks.entries()) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < PIECE_BYTES && i + 1 < chunks.length) continue;
    if (waiting.length === 1 && !isShared(chunk)) yield chunk;
    else {
      const piece = new Uint8Array(size);
      let at = 0;
      for (const part of waiting) {
        piece.set(part, at);
        at += part.length;
      }
      yield piece;
    }
    [waiting, size] = [[], 0];
  }
}

/** Whether bytes are in shared memory, which the browser refuses to write. */
function isShared({ buffer }: Uint8Array): boolean {
  return typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;
}

async function openWritable(handle: FileSystemFileHandle): Promise<Sink> {
  const writable = await handle.createWritable();
  /** Waits for a write, or for the close, which is when Chromium may notice that a write has failed. */
  async function settle(done: Promise<void>): Promise<void> {
    try {
      await done;
    } catch (error) {
      throw isBrokenPipe(error) ? new DOMException("no space is left", "QuotaExceededError") : error;
    }
  }
  return {
    async write(chunks) {
      for (const bytes of joinSmall(chunks)) {
        await settle(writable.write(bytes as Uint8Array<ArrayBuffer>)); // not shared: joined
      }
    },
    close: () => settle(writable.close()),
    abort: () => writable.abort(),
  };
}

/**
 * Whether a write failed because the quota is used up.
 *
 * Chromium then throws a `QuotaExceededError`, or, if its own pipe to the file broke first, an `AbortError`. How much is left
 * cannot be asked: `navigator.storage.estimate` may say 10 GiB in any case.
 */
function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError"; // nothing here aborts a write that it waits for
}

/** Removes the temporary files of pages and workers that were terminated. */
async function removeStale(folder: FileSystemDirectoryHandle, now: number): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    if (!isTemporary(name) || handle.kind !== "file") continue;
    const { lastModified } = await handle.getFile();
    if (now - lastModified > STALE_MS) await folder.removeEntry(name).catch(() => undefined); // in use
  }
}
