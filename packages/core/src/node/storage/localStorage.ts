import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { checkOptions, type OptionKinds } from "../../check/checkOptions.ts";
import type { Storage } from "../../storage/storage.ts";
import { StorageCounter } from "../../storage/storageCounter.ts";
import { openAtomicFile } from "../atomicFile.ts";
import { makeFolder } from "../makeFolder.ts";
import { listLocal } from "./listLocal.ts";
import { localError } from "./localError.ts";
import { localObject, statFile } from "./localObject.ts";
import { localPath } from "./localPath.ts";
import { readLocal, streamLocal } from "./readLocal.ts";

/** The file system as a storage: paths and `file:` addresses. */
export function localStorage(): Storage {
  return storage;
}

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

/** Runs an operation, counts it, and names the address in errors of the system. */
async function attempt<R>(
  address: string,
  verb: string,
  work: () => Promise<R>,
  offset?: () => number,
): Promise<R> {
  const end = counter.begin();
  try {
    return await work();
  } catch (error) {
    throw localError(address, verb, error, offset?.());
  } finally {
    end();
  }
}

const storage: Storage = {
  scheme: "file",
  list: (pattern, { signal } = {}) => listLocal(pattern, signal),
  stat: (address, { signal } = {}) =>
    attempt(address, "stat", async () => {
      signal?.throwIfAborted();
      const stats = await statFile(localPath(address).path);
      return stats && localObject(address, stats);
    }),
  read: (address, options = {}) =>
    attempt(address, "read", async () => {
      checkOptions("file.read", options, READ_OPTIONS);
      options.signal?.throwIfAborted();
      const bytes = await readLocal(address, options);
      counter.bytesRead += bytes.length;
      return bytes;
    }),
  async *stream(address, options = {}) {
    checkOptions("file.stream", options, READ_OPTIONS);
    options.signal?.throwIfAborted();
    let offset = options.offset ?? 0;
    const end = counter.begin();
    try {
      for await (const chunk of streamLocal(address, options)) {
        offset += chunk.length;
        counter.bytesRead += chunk.length;
        yield chunk;
      }
    } catch (error) {
      throw localError(address, "read", error, offset);
    } finally {
      end();
    }
  },
  write: (address, options = {}) =>
    attempt(address, "write", async () => {
      const { signal, replace } = checkOptions("file.write", options, WRITE_OPTIONS);
      signal?.throwIfAborted();
      const { path } = localPath(address);
      await makeFolder(dirname(path));
      const file = await openAtomicFile(path, { replace });
      const part = <R>(work: () => Promise<R>): Promise<R> =>
        attempt(
          address,
          "write",
          () => {
            signal?.throwIfAborted();
            return work();
          },
          () => file.bytes,
        );
      return {
        get bytes() {
          return file.bytes;
        },
        write: (chunk) =>
          part(async () => {
            const before = file.bytes;
            await file.write(chunk);
            counter.bytesWritten += file.bytes - before;
          }),
        commit: () => part(() => file.commit()),
        discard: () => file.discard(),
      };
    }),
  remove: (address, { signal } = {}) =>
    attempt(address, "remove", async () => {
      signal?.throwIfAborted();
      await rm(localPath(address).path, { force: true });
    }),
  statistics: () => counter.statistics(),
};
