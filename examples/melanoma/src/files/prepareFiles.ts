import type { CommandIO } from "../cli/commandIO.ts";
import { progressBar } from "../cli/progressBar.ts";
import { UserError } from "../cli/userError.ts";
import { type CompetitionFiles, type CountedFile, findFiles } from "./findFiles.ts";
import { validateFile, type ValidFile } from "./validateFile.ts";

/** The valid files of a folder. */
export interface PreparedFiles {
  /** With labels. */
  readonly train: readonly ValidFile[];
  /** Without labels; may be empty. */
  readonly test: readonly ValidFile[];
  /** Path of `sample_submission.csv`, if there is one. */
  readonly sampleSubmission: string | undefined;
}

/** Finds and validates the record files of a folder. */
export async function prepareFiles(folder: string, io: CommandIO): Promise<PreparedFiles> {
  const found = await findFiles(folder);
  const { train, test } = await validateFiles(found, io);
  for (const files of [train, test])
    if (files.length > 0 && !files.some(({ names }) => names.length > 0))
      throw new UserError(`there is no picture in ${files.map(({ path }) => path).join(", ")}`);
  return { train, test, sampleSubmission: found.sampleSubmission };
}

async function validateFiles(
  { train, test }: CompetitionFiles,
  io: CommandIO,
): Promise<Pick<PreparedFiles, "train" | "test">> {
  const total = [...train, ...test].reduce((sum, { count }) => sum + count, 0);
  const bar = progressBar(io, "reading the records", total);
  let read = 0;
  const options = { onRecord: () => bar.update(++read), signal: io.signal };
  const validateAll = async (files: readonly CountedFile[], kind: "train" | "test"): Promise<ValidFile[]> => {
    const valid: ValidFile[] = [];
    for (const file of files) valid.push(await validateFile(file, kind, options));
    return valid;
  };
  try {
    return { train: await validateAll(train, "train"), test: await validateAll(test, "test") };
  } finally {
    bar.clear();
  }
}
