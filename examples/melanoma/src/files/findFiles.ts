import { readdir } from "node:fs/promises";
import { isAddress, joinPlace, listPlace } from "@tensorloom/core/internal/node";
import { parseRecordCount } from "@tensorloom/tfrecord";
import { UserError } from "../cli/userError.ts";

/** A record file and the number of records that its name states. */
export interface CountedFile {
  readonly path: string;
  readonly count: number;
}

/** The files of a folder in the competition's layout, sorted by name. */
export interface CompetitionFiles {
  readonly train: readonly CountedFile[];
  readonly test: readonly CountedFile[];
  /** A CSV with the images that a submission must list, in order. */
  readonly sampleSubmission: string | undefined;
}

/**
 * Finds the files of the competition's layout in a folder.
 *
 * @throws UserError if the folder is missing, or a name states no count.
 */
export async function findFiles(folder: string): Promise<CompetitionFiles> {
  const names = (await readFolder(folder)).sort();
  const train = countedFiles(folder, names, "train");
  const test = countedFiles(folder, names, "test");
  const sample = "sample_submission.csv";
  return { train, test, sampleSubmission: names.includes(sample) ? joinPlace(folder, sample) : undefined };
}

async function readFolder(folder: string): Promise<string[]> {
  if (isAddress(folder)) return (await listPlace(folder)).map(({ name }) => name);
  try {
    return await readdir(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new UserError(`--data: there is no folder ${folder}`);
    if (code === "ENOTDIR") throw new UserError(`--data must be a folder, got the file ${folder}`);
    throw error;
  }
}

function countedFiles(
  folder: string,
  names: readonly string[],
  kind: "train" | "test",
): readonly CountedFile[] {
  return names
    .filter((name) => name.startsWith(kind) && name.endsWith(".tfrec"))
    .map((name) => {
      const [path, count] = [joinPlace(folder, name), parseRecordCount(name)];
      if (count === undefined)
        throw new UserError(
          `${path}: the name states no count; expected a name such as ${kind}00-2071.tfrec`,
        );
      return { path, count };
    });
}
