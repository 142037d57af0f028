import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { parseRecordCount } from "@tensorloom/tfrecord";
import { UserError } from "../cli/userError.ts";

/** A record file and how many records its name states. */
export interface CountedFile {
  readonly path: string;
  readonly count: number;
}

/** A folder in the competition's layout. */
export interface Competition {
  readonly folder: string;
  /** In the order of their names. */
  readonly train: readonly CountedFile[];
  readonly test: readonly CountedFile[];
  /** The order in which predictions are to be handed in. */
  readonly sampleSubmission: string | undefined;
}

/**
 * Finds the files of the competition's layout in a folder.
 *
 * @throws UserError where there is no such folder, nothing to train on or to predict, or a name has no count.
 */
export async function competition(folder: string): Promise<Competition> {
  const names = (await listed(folder)).sort();
  const train = named(folder, names, "train");
  const test = named(folder, names, "test");
  if (train.length === 0) throw new UserError(`${folder} holds no train*.tfrec file`);
  if (test.length === 0) throw new UserError(`${folder} holds no test*.tfrec file`);
  const hasSample = names.includes("sample_submission.csv");
  return {
    folder,
    train,
    test,
    sampleSubmission: hasSample ? join(folder, "sample_submission.csv") : undefined,
  };
}

async function listed(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new UserError(`--data: there is no folder ${folder}`);
    if (code === "ENOTDIR") throw new UserError(`--data must be a folder, got the file ${folder}`);
    throw error;
  }
}

function named(folder: string, names: readonly string[], kind: "train" | "test"): readonly CountedFile[] {
  return names
    .filter((name) => name.startsWith(kind) && name.endsWith(".tfrec"))
    .map((name) => {
      const [path, count] = [join(folder, name), parseRecordCount(name)];
      if (count === undefined)
        throw new UserError(
          `${path}: the name states no count; expected a name such as ${kind}00-2071.tfrec`,
        );
      return { path, count };
    });
}
