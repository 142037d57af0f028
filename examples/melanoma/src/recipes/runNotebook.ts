import { useBackend } from "@tensorloom/backend";
import { joinPlace } from "@tensorloom/core/internal/node";
import { parseRecordCount } from "@tensorloom/tfrecord";
import { modelSummary } from "@tensorloom/keras";
import type { CommandIO } from "../cli/commandIO.ts";
import { checkpointFolder, removeOutput } from "../files/outputFolder.ts";
import { readSubmissionOrder, writeSubmission } from "../submission.ts";
import { describePictures } from "./describePictures.ts";
import { rateLog } from "./kerasLog.ts";
import { loadBackbone } from "./loadBackbone.ts";
import { splitAsNotebook } from "./notebookSplit.ts";
import { joinShards, type Shard, type Shards } from "./openShards.ts";
import { predictRecipe } from "./predictRecipe.ts";
import { buildRecipeModel } from "./recipeModel.ts";
import type { Recipe } from "./recipe.ts";
import type { RecipeOptions } from "./recipeOptions.ts";
import { recipeSchedule } from "./recipeSchedule.ts";
import { trainRecipe } from "./trainRecipe.ts";

/**
 * Runs the notebook cell for cell: split, model, summary, training, `model.h5`, prediction, `submission.csv`.
 *
 * @param options - The origin of the weights, what computes, and OUT.
 */
export async function runNotebook(
  shards: Shards,
  recipe: Recipe,
  options: RecipeOptions,
  io: CommandIO,
): Promise<void> {
  const { out, seed, replicas } = options;
  const split = splitAsNotebook(shards.train, recipe.randomState);
  const test = joinShards(shards.test);
  const order = await readSubmissionOrder(
    shards.sampleSubmission,
    test.rows.map(({ id }) => id),
  );
  io.stdout.write(formatCounts(split.train, split.validation, shards.test));
  const [train, validation] = [joinShards(split.train), joinShards(split.validation)];
  const described = await describePictures(recipe, [...train.rows, ...validation.rows], test.rows);

  const backend = await useBackend(options.backend);
  const { whole, backbone } = buildRecipeModel(recipe, {
    metadata: described.metadata,
    pretrained: options.weights.from !== "none",
    freezeBackbone: options.freezeBackbone,
    seed,
  });
  try {
    const data = { train: train.pictures, validation: validation.pictures, described };
    await loadBackbone(backbone, recipe, data, options, io);
    io.stdout.write(`${modelSummary(whole, { lineLength: SUMMARY_WIDTH })}\n`);
    const callbacks = [rateLog(recipeSchedule(recipe, replicas), io)];
    const [path, checkpoints] = [joinPlace(out, "submission.csv"), checkpointFolder(out)];
    await removeOutput(path); // an earlier one does not belong to the new model
    if (!options.resume) await removeOutput(checkpoints);
    const best = await trainRecipe(whole, recipe, data, { ...options, callbacks }, io);
    const predicted = { pictures: test.pictures, described };
    const { ids, outputs } = await predictRecipe(
      whole,
      recipe,
      predicted,
      { ...options, label: "predicting" },
      io,
    );
    const scores = new Map(ids.map((id, row) => [id, outputs.data[row]]));
    await writeSubmission(path, order, scores);
    await removeOutput(checkpoints); // there is nothing left to resume
    io.stdout.write(
      `\nvalidation AUC of epoch ${String(best.epoch + 1)}  ${best.logs["val_auc"].toFixed(4)}\n` +
        `model       ${joinPlace(out, "model.h5")}\nsubmission  ${path} (${String(order.length)} images)\n`,
    );
  } finally {
    whole.dispose();
    backend.dispose();
  }
}

/** The width of Keras's summary on a terminal of 80 columns. */
const SUMMARY_WIDTH = 76;

/** The numbers of images, by the names of the files, as the notebook counts them. */
function formatCounts(
  train: readonly Pick<Shard, "name">[],
  validation: readonly Pick<Shard, "name">[],
  test: readonly Pick<Shard, "name">[],
): string {
  const count = (shards: readonly Pick<Shard, "name">[]): string =>
    String(shards.reduce((sum, { name }) => sum + (parseRecordCount(name) ?? 0), 0));
  return (
    `Number of Training Images = ${count(train)}\nNumber of Validation Images = ${count(validation)}\n` +
    `Number of Test Images = ${count(test)}\n`
  );
}
