import { readdir, stat } from "node:fs/promises";
import type { CommandIO } from "../cli/commandIO.ts";
import type { DataOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";
import { openFolder } from "./openFolder.ts";
import { openRecords } from "./openRecords.ts";
import type { TrainingData } from "./trainingData.ts";

/**
 * Opens the data of `--data`: a folder with one subfolder per class, or with record files.
 *
 * @throws UserError if it is neither, or what it holds is invalid.
 */
export async function openData(path: string, options: DataOptions, io: CommandIO): Promise<TrainingData> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UserError(`--data: there is no file or folder ${path}`);
  if (!found.isDirectory()) throw new UserError(`--data: expected a folder, got the file ${path}`);
  const names = await readdir(path);
  if (names.length === 0)
    throw new UserError(
      `--data: ${path} is empty; expected one subfolder of pictures per class, or train*.tfrec files`,
    );
  const data = names.some((name) => name.endsWith(".tfrec"))
    ? await openRecords(path, options, io)
    : openFolder(path, options);
  if (data.rows.length === 0 && data.test === undefined)
    throw new UserError(`--data: ${path} holds no train*.tfrec file`);
  return data;
}
