import { makePlace } from "@tensorloom/core/internal/node";
import type { CommandIO } from "../cli/commandIO.ts";
import { repeatedFlags } from "../files/repeatedFlags.ts";
import { checkpointFolder, removeOutput } from "../files/outputFolder.ts";
import type { DescribedPictures } from "../recipes/describePictures.ts";
import { loadBackbone } from "../recipes/loadBackbone.ts";
import { predictRecipe } from "../recipes/predictRecipe.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { buildRecipeModel } from "../recipes/recipeModel.ts";
import type { RecipeOptions } from "../recipes/recipeOptions.ts";
import { trainRecipe } from "../recipes/trainRecipe.ts";
import type { FoldData } from "./foldData.ts";
import { type FinishedFold, toScores, writeFold } from "./foldFile.ts";

/** @inline */
export interface RunFoldOptions {
  readonly fold: number;
  /** The fold's folder. */
  readonly folder: string;
  readonly fingerprint: string;
}

/**
 * Trains one fold, and predicts its validation pictures and the test pictures.
 *
 * The folder then has `model.h5`, `metrics.jsonl` and `fold.json`. With `resume`, an interrupted training continues.
 */
export async function runFold(
  data: FoldData,
  described: DescribedPictures,
  recipe: Recipe,
  options: RecipeOptions,
  { fold, folder, fingerprint }: RunFoldOptions,
  io: CommandIO,
): Promise<FinishedFold> {
  const seed = options.seed + fold;
  const { train, validation } = data.folds[fold];
  const checkpoint = checkpointFolder(folder);
  await makePlace(folder);
  const { whole, backbone } = buildRecipeModel(recipe, {
    metadata: described.metadata,
    pretrained: options.weights.from !== "none",
    freezeBackbone: options.freezeBackbone,
    seed,
  });
  try {
    const own = validation.filter((row) => row < data.own); // external pictures choose no epoch
    const pictures = {
      train: data.pictures.select(train),
      validation: data.pictures.select(own),
      described,
    };
    await loadBackbone(backbone, recipe, pictures, options, io);
    // Pictures of one class have no AUC.
    const isMixed = new Set(own.map((row) => data.rows[row].target)).size > 1;
    const monitored: Recipe = isMixed ? recipe : { ...recipe, monitor: "val_loss" };
    const best = await trainRecipe(whole, monitored, pictures, { ...options, seed, out: folder }, io);
    const predictPart = async (part: FoldData["pictures"] | undefined, label: string) =>
      part === undefined
        ? { ids: [], scores: [] }
        : toScores(
            await predictRecipe(
              whole,
              recipe,
              { pictures: part, described },
              { ...options, seed, label },
              io,
            ),
          );
    const finished: FinishedFold = {
      fingerprint,
      flags: repeatedFlags(options.flags),
      epoch: best.epoch + 1,
      validation: await predictPart(data.pictures.select(validation), "validating"),
      test: await predictPart(data.test?.pictures as FoldData["pictures"] | undefined, "predicting"), // reads no label
    };
    await writeFold(folder, finished);
    await removeOutput(checkpoint); // there is nothing left to resume
    return finished;
  } finally {
    whole.dispose();
  }
}
