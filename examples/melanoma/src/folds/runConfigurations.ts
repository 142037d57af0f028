import { joinPlace, writePlace } from "@tensorloom/core/internal/node";
import type { CommandIO } from "../cli/commandIO.ts";
import type { Configuration } from "../recipes/configuration.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { RecipeOptions } from "../recipes/recipeOptions.ts";
import { writeSubmission } from "../submission.ts";
import { combineScores } from "./combineScores.ts";
import type { FoldData } from "./foldData.ts";
import { formatOutOfFold, formatScores } from "./formatFolds.ts";
import { type FoldsResult, runFolds } from "./runFolds.ts";
import { scoreFolds } from "./scoreFolds.ts";

/**
 * Cross-validates several configurations, one after the other, and averages the ranks of their scores.
 *
 * Each has its folder in OUT. `resume` reads finished folds, and continues the one that was interrupted.
 */
export async function runConfigurations(
  data: FoldData,
  recipe: Recipe,
  configurations: readonly Configuration[],
  options: RecipeOptions,
  io: CommandIO,
): Promise<void> {
  const results: FoldsResult[] = [];
  for (const { name, ...parts } of configurations) {
    io.stdout.write(`\n${name}\n`);
    const out = joinPlace(options.out, name);
    results.push(await runFolds(data, { ...recipe, ...parts }, { ...options, out }, io));
  }
  const [{ rows: first, test }] = results;
  const ranked = rankAverage(
    results.map(({ rows }) => new Map(rows.map(({ id, score }) => [id, score]))),
    configurations,
  );
  const rows = first.map((row) => ({ ...row, score: ranked.get(row.id) ?? NaN }));
  await writePlace(joinPlace(options.out, "out-of-fold.csv"), formatOutOfFold(rows));
  if (test.size > 0) {
    const scores = rankAverage(
      results.map((result) => result.test),
      configurations,
    );
    await writeSubmission(joinPlace(options.out, "submission.csv"), [...scores.keys()].sort(), scores);
  }
  io.stdout.write(
    `\nrank average of ${String(results.length)} configurations\n` +
      formatScores(scoreFolds(rows, data.folds.length)),
  );
}

function rankAverage(
  all: readonly ReadonlyMap<string, number>[],
  configurations: readonly Configuration[],
): ReadonlyMap<string, number> {
  const tables = all.map((scores, at) => ({
    path: configurations[at].name,
    ids: [...scores.keys()],
    scores: [...scores.values()],
    labels: undefined,
  }));
  const { ids, scores } = combineScores(tables, { average: "rank", weights: undefined });
  return new Map(ids.map((id, at) => [id, scores[at]]));
}
