import { checkOptions, type OptionKinds } from "../check/checkOptions.ts";
import type { ObjectWriter, Storage } from "../storage/storage.ts";
import { StorageCounter } from "../storage/storageCounter.ts";
import { StorageError } from "../storage/storageError.ts";
import { listOpfs } from "./listOpfs.ts";
import { opfsError } from "./opfsError.ts";
import { fileOf, opfsObject, versionOf } from "./opfsFile.ts";
import { openFile, openFolder } from "./opfsFolder.ts";
import { opfsPath } from "./opfsPath.ts";
import { createFile } from "./opfsWriter.ts";

/** The size of a chunk of `stream` in bytes. */
const CHUNK_BYTES = 2 ** 20;

const counter = new StorageCounter();

const READ_OPTIONS: OptionKinds<NonNullable<Parameters<Storage["read"]>[1]>> = {
  offset: "number",
  length: "number",
  etag: "string",
  signal: "object",
};
const WRITE_OPTIONS: OptionKinds<NonNullable<Parameters<Storage["write"]>[1]>> = {
  signal: "object",
  replace: "boolean",
};

/** The origin private file system of a browser as a storage: `opfs:` addresses, in pages and in Web Workers. */
export function opfsStorage(): Storage {
  return storage;
}

/** Runs an operation, counts it, and names the address in errors of the browser. */
async function attempt<R>(
  address: string,
  verb: string,
  work: () => Promise<R>,
  written?: () => number,
): Promise<R> {
  const end = counter.begin();
  try {
    return await work();
  } catch (error) {
    throw await opfsError(address, verb, error, written?.());
  } finally {
    end();
  }
}

const storage: Storage = {
  scheme: "opfs",
  async *list(pattern, { signal } = {}) {
    try {
      yield* listOpfs(pattern, signal);
    } catch (error) {
      throw await opfsError(pattern, "list", error);
    }
  },
  stat: (address, { signal } = {}) =>
    attempt(address, "stat", async () => {
      signal?.throwIfAborted();
      const file = await fileOf(address);
      return file && opfsObject(address, file);
    }),
  read: (address, options = {}) =>
    attempt(address, "read", async () => {
      const {
        offset = 0,
        length = Infinity,
        etag,
        signal,
      } = checkOptions("opfs.read", options, READ_OPTIONS);
      signal?.throwIfAborted();
      const file = await versionOf(address, etag);
      const end = Math.min(file.size, offset + length);
      const bytes = new Uint8Array(await file.slice(Math.min(offset, end), end).arrayBuffer());
      counter.bytesRead += bytes.length;
      return bytes;
    }),
  async *stream(address, options = {}) {
    const {
      offset = 0,
      length = Infinity,
      etag,
      signal,
    } = checkOptions("opfs.stream", options, READ_OPTIONS);
    const read = <R>(work: () => Promise<R>): Promise<R> => attempt(address, "read", work);
    const file = await read(() => versionOf(address, etag));
    const end = Math.min(file.size, offset + length);
    for (let at = offset; at < end; at += CHUNK_BYTES) {
      signal?.throwIfAborted();
      const chunk = file.slice(at, Math.min(end, at + CHUNK_BYTES));
      const bytes = new Uint8Array(await read(() => chunk.arrayBuffer()));
      counter.bytesRead += bytes.length;
      yield bytes;
    }
  },
  write: (address, options = {}) =>
    attempt(address, "write", async () => {
      const { signal, replace = true } = checkOptions("opfs.write", options, WRITE_OPTIONS);
      signal?.throwIfAborted();
      const { folders, name } = opfsPath(address);
      const folder = await openFolder(address, folders, true);
      if (folder === undefined)
        throw new StorageError(address, "refused", "a file has the name of a folder in it");
      const refuseExisting = async (): Promise<void> => {
        if (!replace && (await openFile(folder, name)) !== undefined)
          throw new StorageError(address, "exists", "there is such an object, which may not be replaced");
      };
      await refuseExisting();
      const file = await createFile(folder, name);
      let bytes = 0;
      const part = <R>(work: () => Promise<R>): Promise<R> => {
        signal?.throwIfAborted();
        return attempt(address, "write", work, () => bytes);
      };
      return {
        get bytes() {
          return bytes;
        },
        write: (chunk) =>
          part(async () => {
            const chunks = chunk instanceof Uint8Array ? [chunk] : chunk;
            const size = chunks.reduce((sum, { length }) => sum + length, 0);
            await file.write(chunks);
            bytes += size;
            counter.bytesWritten += size;
          }),
        commit: () => part(() => file.commit()),
        discard: () => file.discard(),
      } satisfies ObjectWriter;
    }),
  remove: (address, { signal } = {}) =>
    attempt(address, "remove", async () => {
      signal?.throwIfAborted();
      const { folders, name } = opfsPath(address);
      const folder = await openFolder(address, folders);
      if (folder !== undefined && (await openFile(folder, name)) !== undefined)
        await folder.removeEntry(name);
    }),
  statistics: () => counter.statistics(),
};
