import type { CommandIO } from "../cli/commandIO.ts";
import { UserError } from "../cli/userError.ts";
import { checkWeightsPath } from "../files/checkWeightsPath.ts";
import { checkOutputPlace, reserveOutputFolder } from "../files/outputFolder.ts";
import { openShards } from "../recipes/openShards.ts";
import { checkReplicas } from "../resources/replicas.ts";
import { drawSample } from "../run/drawSample.ts";
import type { SampleSize } from "../sample/planSample.ts";
import { asExternal } from "./asExternal.ts";
import type { FoldData } from "./foldData.ts";
import type { RecipeRun } from "./parseRecipe.ts";
import { divideShards } from "./shardFolds.ts";

/**
 * Runs a recipe on record files, or on a sample that is drawn.
 *
 * @param sample - The size of the sample, which is drawn if there is no `--data`.
 */
export async function runRecipe(run: RecipeRun, io: CommandIO, sample?: SampleSize): Promise<void> {
  await inOutputFolder(run, io, async () => {
    const folder = run.data ?? (await drawSample(run.options, io, sample)).folder;
    const own = await openShards(folder, io);
    if (own.train.length === 0)
      throw new UserError(
        `${folder} holds no train*.tfrec file, which --recipe ${run.recipe.name} reads; ` +
          `for a folder of classes or a table, leave --recipe out, or use the command folds`,
      );
    if (run.recipe.folds > 0) {
      const external =
        run.external === undefined ? undefined : await asExternal(openShards(run.external, io));
      await crossValidate(divideShards(folder, own, external, run.recipe), run, io);
      return;
    }
    try {
      if (own.test.length === 0)
        throw new UserError(`${folder} holds no test*.tfrec file, which the notebook predicts`);
      const { runNotebook } = await import("../recipes/runNotebook.ts"); // loads tfjs, which takes a second
      await runNotebook(own, run.recipe, run.options, io);
    } finally {
      await own.close();
    }
  });
}

/** Checks the options of a run, and holds its output folder while it works. */
export async function inOutputFolder(
  { options }: RecipeRun,
  io: CommandIO,
  work: () => Promise<void>,
): Promise<void> {
  const warning = checkReplicas(options);
  if (warning !== undefined) io.stderr.write(`melanoma: ${warning}\n`);
  await checkOutputPlace(options.out);
  await checkWeightsPath(options);
  const release = await reserveOutputFolder(options.out);
  try {
    await work();
  } finally {
    await release();
  }
}

/** Runs the folds of some data, with one model or several configurations, and closes the data. */
export async function crossValidate(data: FoldData, run: RecipeRun, io: CommandIO): Promise<void> {
  const { recipe, configurations, options } = run;
  try {
    io.stdout.write(formatFoldPlan(data, run));
    const { useBackend } = await import("@tensorloom/backend"); // these load tfjs, which takes a second
    const { runFolds } = await import("./runFolds.ts");
    const { runConfigurations } = await import("./runConfigurations.ts");
    const backend = await useBackend(options.backend);
    try {
      if (configurations.length === 0) await runFolds(data, recipe, options, io);
      else await runConfigurations(data, recipe, configurations, options, io);
    } finally {
      backend.dispose();
    }
  } finally {
    await data.close();
  }
}

function formatFoldPlan(data: FoldData, { recipe }: RecipeRun): string {
  const scored = data.rows.filter(({ target }) => target === 1).length;
  const external = data.rows.length - data.own;
  const added = external === 0 ? "" : `, ${String(external)} of them external`;
  const by = data.foldedBy === undefined ? "" : ` by ${data.foldedBy}`;
  return (
    `data        ${data.path}: ${String(data.rows.length)} pictures${added}, ${String(scored)} ${data.scored}; ` +
    `${String(data.test?.rows.length ?? 0)} to predict\n` +
    `recipe      ${recipe.name}: EfficientNet-${recipe.model} at ${String(recipe.size)}, ` +
    `${String(recipe.epochs)} ${recipe.epochs === 1 ? "epoch" : "epochs"} of batches of ${String(recipe.batch)}, ${String(data.folds.length)} folds${by}\n`
  );
}
