import { readdir } from "node:fs/promises";
import { isAddress, listPlace, statPlace } from "@tensorloom/core/internal/node";
import type { CommandIO } from "../cli/commandIO.ts";
import type { DataOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";
import { openFolder } from "./openFolder.ts";
import { openRecords } from "./openRecords.ts";
import { openTable } from "./openTable.ts";
import { TABLE } from "./tableFiles.ts";
import type { TrainingData } from "./trainingData.ts";

/**
 * Opens the labelled data of `--data`: a folder with one subfolder per class, a table, or a folder with record files.
 *
 * @param labels - The classes that a model knows, in their order; default: those of the data.
 * @throws UserError if it is something else, has no labelled picture, or what it holds is invalid.
 */
export async function openData(
  path: string,
  options: DataOptions,
  io: CommandIO,
  labels?: readonly string[],
): Promise<TrainingData> {
  const found = await statPlace(path);
  if (found === undefined) throw new UserError(`--data: there is no file or folder ${path}`);
  if (found.kind === "file") {
    if (TABLE.test(path)) return openTable(path, options, labels);
    throw new UserError(`--data: expected a folder, or a .csv or .tsv file, got the file ${path}`);
  }
  const names = isAddress(path) ? (await listPlace(path)).map(({ name }) => name) : await readdir(path);
  if (names.length === 0 && !isAddress(path))
    throw new UserError(
      `--data: ${path} is empty; expected one subfolder of pictures per class, or train*.tfrec files`,
    );
  const data = names.some((name) => name.endsWith(".tfrec"))
    ? await openRecords(path, options, io, labels)
    : await openFolder(path, options, labels);
  if (data.rows.length > 0) return data;
  await data.close();
  throw new UserError(`--data: ${path} holds no train*.tfrec file, whose pictures have classes`);
}
