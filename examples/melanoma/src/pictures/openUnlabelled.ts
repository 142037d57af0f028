import { basename, extname, relative } from "node:path";
import { IMAGE_ENDINGS, IMAGE_NAME } from "@tensorloom/core/internal";
import { isAddress, joinPlace, listPlace, statPlace } from "@tensorloom/core/internal/node";
import { openFolder } from "@tensorloom/data/node";
import type { CommandIO } from "../cli/commandIO.ts";
import type { DataOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";
import { checkFiles } from "../files/checkFiles.ts";
import { listFiles } from "./listFiles.ts";
import { openData } from "./openData.ts";
import { openRecords } from "./openRecords.ts";
import { readTableFiles, TABLE } from "./tableFiles.ts";
import type { PictureSet } from "./trainingData.ts";

/** Pictures to predict, which may have labels or not. */
export interface Unlabelled extends PictureSet {
  /** The files of the pictures; undefined for record files. */
  readonly paths?: readonly string[] | undefined;
  readonly close: () => Promise<void>;
}

/**
 * Opens pictures to predict: those of record files (the test files, if there are any), of a table, or of a folder at any
 * depth.
 *
 * @throws UserError if there is no picture.
 */
export async function openUnlabelled(path: string, options: DataOptions, io: CommandIO): Promise<Unlabelled> {
  const found = await statPlace(path);
  if (found?.kind === "file" && TABLE.test(path)) return listPictures(await readTableFiles(path, options));
  if (found?.kind !== "folder") return openData(path, options, io); // says what is wrong
  if ((await listPlace(path)).some(({ name }) => name.endsWith(".tfrec"))) {
    const data = await openRecords(path, options, io);
    if (data.test !== undefined || data.rows.length > 0) return { ...(data.test ?? data), close: data.close };
    await data.close();
    throw new UserError(`--data: ${path} holds no test*.tfrec or train*.tfrec file`);
  }
  const all = await (await openFolder(path, { match: IMAGE_NAME, recursive: true })).toArray();
  if (all.length === 0) throw new UserError(`--data: ${path} holds no ${IMAGE_ENDINGS} file`);
  return listPictures(all.map((file) => ({ path: file, name: nameBelow(path, file) })));
}

/**
 * Opens picture files by their paths or addresses.
 *
 * @throws UserError if one does not exist.
 */
export async function openPaths(paths: readonly string[]): Promise<Unlabelled> {
  await checkFiles(paths, { expected: "a picture", hint: "use --data" });
  return listPictures(paths.map((path) => ({ path, name: isAddress(path) ? path : relative(".", path) })));
}

/** The name of a file in its folder. */
function nameBelow(folder: string, file: string): string {
  return isAddress(folder) ? file.slice(joinPlace(folder, "").length) : relative(folder, file);
}

function listPictures(files: readonly { readonly path: string; readonly name: string }[]): Unlabelled {
  const listed = files.map(({ path, name }) => {
    const id = basename(name, extname(name));
    return { path, name, row: { id, target: undefined, group: undefined, metadata: {} } };
  });
  return {
    paths: files.map(({ path }) => path),
    ...listFiles(listed),
    close: () => Promise.resolve(),
  };
}
