import { appendFile, readdir, readFile, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { errorCode } from "../../errors/errorCode.ts";
import { FileWriteError } from "../../place/fileWriteError.ts";
import type { PlatformFiles } from "../../files/platformFiles.ts";
import { openAtomicFile } from "../atomicFile.ts";
import { makeFolder } from "../makeFolder.ts";
import { writeFileAtomic } from "../writeFileAtomic.ts";

/** Node's file system. */
export const platformFiles: PlatformFiles = {
  checkPath: () => undefined,
  fromFileAddress: (address) => fileURLToPath(address),
  join,
  dirname,
  basename,
  resolve: (path) => resolve(path),
  makeFolder,
  list: async (folder) =>
    Promise.all(
      (await readdir(folder)).map(async (name) => ({
        name,
        modified: await stat(join(folder, name)).then(
          ({ mtimeMs }) => mtimeMs,
          () => undefined, // removed in the meantime
        ),
      })),
    ),
  stat: (path) =>
    stat(path).then(
      (found) =>
        found.isDirectory()
          ? { kind: "folder", size: undefined, modified: found.mtimeMs }
          : { kind: "file", size: found.size, modified: found.mtimeMs },
      () => undefined,
    ),
  async read(path, signal) {
    const { buffer, byteOffset, length } = await readFile(path, { signal });
    return new Uint8Array(buffer, byteOffset, length); // a Buffer's slice would not copy
  },
  write: writeFileAtomic,
  open: (path) => openAtomicFile(path),
  append: (path, text) =>
    appendFile(path, text).catch((error: unknown) => {
      throw new FileWriteError(path, 0, error);
    }),
  remove: (path) => rm(path, { force: true }),
  async removeEmptyFolder(path) {
    try {
      await rmdir(path);
    } catch (error) {
      if (!["ENOTEMPTY", "EEXIST"].includes(errorCode(error) ?? "")) throw error;
    }
  },
};
