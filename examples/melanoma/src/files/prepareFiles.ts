import { stat } from "node:fs/promises";
import { join } from "node:path";
import { competition, type Competition } from "./findFiles.ts";
import type { Io } from "../cli/commandIO.ts";
import type { Options } from "../cli/options.ts";
import { progress } from "../cli/progressBar.ts";
import { SAMPLE, type SampleSize } from "../sample/plan.ts";
import { writeSample } from "../sample/writeSample.ts";
import { splitByFile } from "./splitFiles.ts";
import { submissionOrder } from "../submission.ts";
import { survey, type SurveyedFile, total } from "./validateFiles.ts";
import { UserError } from "../cli/userError.ts";

/** Data that was read through once and found sound. */
export interface Prepared {
  readonly folder: string;
  readonly train: readonly SurveyedFile[];
  readonly validation: readonly SurveyedFile[];
  readonly test: readonly SurveyedFile[];
  /** The images of the submission, in its order. */
  readonly order: readonly string[];
}

/** Draws the sample into OUT/sample. */
export async function drawSample(
  { out, seed }: Options,
  io: Io,
  size: SampleSize = SAMPLE,
): Promise<{ readonly folder: string; readonly truth: ReadonlyMap<string, number> }> {
  const folder = join(out, "sample");
  const total = (size.trainFiles + size.testFiles) * size.images;
  const bar = progress(io, "drawing the sample", total);
  const truth = await writeSample(folder, {
    seed,
    size,
    onImage: (drawn) => bar.at(drawn),
    signal: io.signal,
  });
  bar.end();
  return { folder, truth };
}

/** Finds, reads and splits the files of a folder, before anything is trained. */
export async function prepare(folder: string, { seed }: Options, io: Io): Promise<Prepared> {
  const found = await competition(folder);
  const split = splitByFile(found.train, seed); // before the reading, which may be long
  const { train, test } = await surveyed(found, io);
  const order = await submissionOrder(
    found.sampleSubmission,
    test.flatMap(({ names }) => names),
  );
  const validation = new Set(split.validation.map(({ path }) => path));
  checkNotEmpty(
    "train on",
    train.filter(({ path }) => !validation.has(path)),
  );
  checkNotEmpty(
    "validate with",
    train.filter(({ path }) => validation.has(path)),
  );
  checkNotEmpty("predict", test);
  return {
    folder,
    train: train.filter(({ path }) => !validation.has(path)),
    validation: train.filter(({ path }) => validation.has(path)),
    test,
    order,
  };
}

/** @throws UserError if files hold no image: found before anything is trained. */
function checkNotEmpty(purpose: string, files: readonly SurveyedFile[]): void {
  if (total(files) > 0) return;
  throw new UserError(
    `there is no image to ${purpose}: ${files.map(({ path }) => path).join(", ")} hold no record`,
  );
}

async function surveyed(
  { train, test }: Competition,
  io: Io,
): Promise<{ readonly train: readonly SurveyedFile[]; readonly test: readonly SurveyedFile[] }> {
  const records = [...train, ...test].reduce((sum, { count }) => sum + count, 0);
  const bar = progress(io, "reading the records", records);
  let read = 0;
  const options = { onRecord: () => bar.at(++read), signal: io.signal };
  const files: Record<"train" | "test", SurveyedFile[]> = { train: [], test: [] };
  try {
    for (const file of train) files.train.push(await survey(file, "train", options));
    for (const file of test) files.test.push(await survey(file, "test", options));
  } finally {
    bar.end();
  }
  return files;
}

/** @throws UserError where weights are to come from a path that is not there: said before any work is done. */
export async function checkWeightsPath({ weights }: Options): Promise<void> {
  if (weights.from !== "path") return;
  try {
    await stat(weights.path);
  } catch {
    throw new UserError(
      `--weights: there is no file or folder ${weights.path}, and it is none of imagenet, imagenet-autoaugment, noisy-student, none`,
    );
  }
}
