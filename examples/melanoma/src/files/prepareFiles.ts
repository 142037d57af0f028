import type { CommandIO } from "../cli/commandIO.ts";
import { progressBar } from "../cli/progressBar.ts";
import { UserError } from "../cli/userError.ts";
import { type CompetitionFiles, type CountedFile, findFiles } from "./findFiles.ts";
import { splitFiles } from "./splitFiles.ts";
import { validateFile, type ValidFile } from "./validateFile.ts";

/** The valid files of a run. */
export interface PreparedFiles {
  readonly train: readonly ValidFile[];
  readonly validation: readonly ValidFile[];
  readonly test: readonly ValidFile[];
  /** Path of `sample_submission.csv`, if there is one. */
  readonly sampleSubmission: string | undefined;
}

/** Finds, splits and validates the files of a folder. */
export async function prepareFiles(folder: string, seed: number, io: CommandIO): Promise<PreparedFiles> {
  const found = await findFiles(folder);
  const split = splitFiles(found.train, seed); // before the files are read, which may take minutes
  const { train, test } = await validateFiles(found, io);
  const heldBack = new Set(split.validation.map(({ path }) => path));
  const files = {
    train: train.filter(({ path }) => !heldBack.has(path)),
    validation: train.filter(({ path }) => heldBack.has(path)),
    test,
  };
  checkNotEmpty("train on", files.train);
  checkNotEmpty("validate with", files.validation);
  checkNotEmpty("predict", files.test);
  return { ...files, sampleSubmission: found.sampleSubmission };
}

/** @throws UserError if the files hold no image. */
function checkNotEmpty(purpose: string, files: readonly ValidFile[]): void {
  if (files.some(({ names }) => names.length > 0)) return;
  throw new UserError(
    `there is no image to ${purpose}: ${files.map(({ path }) => path).join(", ")} hold no record`,
  );
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
