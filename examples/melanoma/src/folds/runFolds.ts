import { joinPlace, makePlace, writePlace } from "@tensorloom/core/internal/node";
import type { CommandIO } from "../cli/commandIO.ts";
import { repeatedFlags } from "../files/repeatedFlags.ts";
import { removeOutputs } from "../files/outputFolder.ts";
import { describePictures } from "../recipes/describePictures.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { RecipeOptions } from "../recipes/recipeOptions.ts";
import { readSubmissionOrder, writeSubmission } from "../submission.ts";
import type { FoldData } from "./foldData.ts";
import { fingerprintOf, type FinishedFold, readFold } from "./foldFile.ts";
import { formatOutOfFold, formatScores } from "./formatFolds.ts";
import { runFold } from "./runFold.ts";
import { joinFolds, type OutOfFoldRow, scoreFolds } from "./scoreFolds.ts";

/** The outcome of a cross-validation. */
export interface FoldsResult {
  readonly rows: readonly OutOfFoldRow[];
  /** The mean score of each test picture over the folds; empty without test pictures. */
  readonly test: ReadonlyMap<string, number>;
}

/** What an earlier run left in a folder. */
const RESULTS = /^(fold-\d+|folds\.json|out-of-fold\.csv|submission\.csv)$/;

/**
 * Trains and scores every fold, and writes `out-of-fold.csv`, `folds.json` and `submission.csv`.
 *
 * With `resume`, finished folds are read instead, and the one that was interrupted continues.
 */
export async function runFolds(
  data: FoldData,
  recipe: Recipe,
  options: RecipeOptions,
  io: CommandIO,
): Promise<FoldsResult> {
  const { out, resume, weights, replicas, freezeBackbone, seed } = options;
  const flags = repeatedFlags(options.flags);
  const described = await describePictures(recipe, data.rows, data.test?.rows ?? []);
  const pictures = [data.rows, data.test?.rows ?? []].map((rows) =>
    rows.map(({ id, target }) => [id, target]),
  );
  const settings = { recipe, weights, replicas, freezeBackbone, seed, pictures, folds: data.folds };
  const fingerprint = fingerprintOf(settings);
  if (!resume) await removeOutputs(out, RESULTS); // they do not belong to the new models
  await makePlace(out);
  const finished: FinishedFold[] = [];
  for (const [fold, { train, validation }] of data.folds.entries()) {
    const folder = joinPlace(out, `fold-${String(fold + 1)}`);
    const name = `fold ${String(fold + 1)} of ${String(data.folds.length)}`;
    const found = resume ? await readFold(folder, { fingerprint, flags }) : undefined;
    const sizes = `${String(train.length)} train, ${String(validation.length)} validate`;
    io.stdout.write(`${name}: ${found === undefined ? sizes : "finished by an earlier run"}\n`);
    finished.push(
      found ?? (await runFold(data, described, recipe, options, { fold, folder, fingerprint }, io)),
    );
  }
  const rows = joinFolds(data, finished);
  const scores = scoreFolds(rows, data.folds.length);
  await writePlace(joinPlace(out, "out-of-fold.csv"), formatOutOfFold(rows));
  await writePlace(joinPlace(out, "folds.json"), [`${JSON.stringify({ recipe, ...scores }, null, 2)}\n`]);
  const test = meanOverFolds(finished);
  if (data.test !== undefined) await writeMean(data, test, joinPlace(out, "submission.csv"));
  io.stdout.write(`\n${formatScores(scores, finished)}`);
  return { rows, test };
}

/** Writes the images of the sample submission, or all test images, sorted by name. */
async function writeMean(data: FoldData, test: ReadonlyMap<string, number>, path: string): Promise<void> {
  const order = await readSubmissionOrder(data.sampleSubmission, [...test.keys()]);
  await writeSubmission(path, [...order].sort(), test);
}

function meanOverFolds(folds: readonly FinishedFold[]): ReadonlyMap<string, number> {
  const [{ test: first }] = folds;
  return new Map(
    first.ids.map((id, at) => [id, folds.reduce((sum, { test }) => sum + test.scores[at], 0) / folds.length]),
  );
}
