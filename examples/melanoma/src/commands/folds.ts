import type { Command, CommandLine } from "../cli/command.ts";
import { DATA_FLAGS } from "../cli/dataFlags.ts";
import { TRAIN_FLAGS } from "../cli/flags.ts";
import type { DataOptions } from "../cli/options.ts";
import { parseDataOptions } from "../cli/parseDataOptions.ts";
import { UserError } from "../cli/userError.ts";
import { parseRecipe, type RecipeRun } from "../folds/parseRecipe.ts";
import { RECIPE_FLAG, RECIPE_PART_FLAGS } from "../folds/recipeFlags.ts";

const { weights, model, size, epochs, batch, rate, train, tta } = TRAIN_FLAGS;
const { checkpoint, resume, seed, backend, engine, replicas, out, help } = TRAIN_FLAGS;

/** `folds`: cross-validation of any data with two classes. */
export const folds: Command = {
  summary: "cross-validates: scores each picture by a model that never saw it",
  flags: {
    ...DATA_FLAGS,
    ...RECIPE_PART_FLAGS,
    ...{
      recipe: { ...RECIPE_FLAG["recipe"], help: "folds or winner: how each fold is trained; default folds" },
    },
    ...{ weights, model, size, epochs, batch, rate, train, tta },
    ...{ checkpoint, resume, seed, backend, engine, replicas, out, help },
  },
  notes: `Each fold has the same share of each class, and pictures of a group, such as a patient, are in one
fold. Writes OUT/fold-N (model.h5, metrics.jsonl, fold.json), OUT/out-of-fold.csv, OUT/folds.json and,
if the data have test files, OUT/submission.csv: the mean over the folds. --resume reads finished
folds, and continues the one that was interrupted.`,
  check: parseRun,
  async run(line, io, sample) {
    const { asExternal } = await import("../folds/asExternal.ts");
    const { crossValidate, inOutputFolder } = await import("../folds/runRecipe.ts");
    const { dividePictures } = await import("../folds/pictureFolds.ts");
    const { checkTableFlags } = await import("../pictures/checkTableFlags.ts");
    const { checkPictures } = await import("../pictures/checkPictures.ts");
    const { openData } = await import("../pictures/openData.ts");
    const { drawSample } = await import("../run/drawSample.ts");
    const { run, options } = parseRun(line);
    checkTableFlags(options, run.data, run.external);
    await inOutputFolder(run, io, async () => {
      const folder = run.data ?? (await drawSample(run.options, io, sample)).folder;
      const own = await openData(folder, options, io);
      const external =
        run.external === undefined ? undefined : await asExternal(openData(run.external, options, io));
      await checkPictures([...(own.paths ?? []), ...(external?.paths ?? [])]);
      const by = { folds: run.recipe.folds, seed: run.options.seed };
      await crossValidate(dividePictures(own, external, by), run, io);
    });
  },
};

/** @throws UserError for invalid flags. */
function parseRun({ flags }: CommandLine): { readonly run: RecipeRun; readonly options: DataOptions } {
  const run = parseRecipe(flags, "folds", DATA_FLAGS);
  if (run.recipe.folds === 0)
    throw new UserError(`--recipe of folds must be folds or winner, got ${run.recipe.name}`);
  return { run, options: parseDataOptions(flags) };
}
