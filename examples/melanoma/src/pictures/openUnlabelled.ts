import { readdir, stat } from "node:fs/promises";
import { basename, extname, join, relative } from "node:path";
import type { CommandIO } from "../cli/commandIO.ts";
import type { DataOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";
import { openData } from "./openData.ts";
import { listFiles } from "./listFiles.ts";
import type { PictureSet } from "./trainingData.ts";

/** Pictures to predict, which may have labels or not. */
export interface Unlabelled extends PictureSet {
  readonly close: () => Promise<void>;
}

const ENDINGS = /\.(jpe?g|png)$/i;

/**
 * Opens pictures to predict: those of record files (the test files, if there are any), of a table, or of a folder at any
 * depth.
 *
 * @throws UserError if there is no picture.
 */
export async function openUnlabelled(path: string, options: DataOptions, io: CommandIO): Promise<Unlabelled> {
  const found = await stat(path).catch(() => undefined);
  const names = found?.isDirectory() === true ? await readdir(path) : [];
  if (found?.isDirectory() !== true || names.some((name) => name.endsWith(".tfrec"))) {
    const data = await openData(path, options, io);
    return { ...(data.test ?? data), close: data.close };
  }
  const all = (await readdir(path, { recursive: true })).filter((name) => ENDINGS.test(name)).sort();
  if (all.length === 0) throw new UserError(`--data: ${path} holds no .jpg, .jpeg or .png file`);
  return openPaths(
    all.map((name) => join(path, name)),
    path,
  );
}

/**
 * Opens picture files by their paths.
 *
 * @throws UserError if one does not exist.
 */
export async function openPaths(paths: readonly string[], folder = "."): Promise<Unlabelled> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() !== true)
      throw new UserError(
        `expected a picture, got ${path}, which ${found === undefined ? "does not exist" : "is a folder; use --data"}`,
      );
  }
  const files = paths.map((path) => {
    const row = { id: basename(path, extname(path)), target: undefined, group: undefined, metadata: {} };
    return { path, name: relative(folder, path), row };
  });
  return { ...listFiles(files), close: () => Promise.resolve() };
}
