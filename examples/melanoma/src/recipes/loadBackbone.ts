import type { LayersModel } from "@tensorflow/tfjs-layers";
import { calibrate } from "../backbone/calibrate.ts";
import { loadPretrained } from "../backbone/loadPretrained.ts";
import { spreadRows } from "../backbone/spreadRows.ts";
import type { CommandIO } from "../cli/commandIO.ts";
import type { Recipe } from "./recipe.ts";
import type { RecipeOptions } from "./recipeOptions.ts";
import { recipeValidationDataset } from "./recipePipeline.ts";
import type { RecipeData } from "./trainRecipe.ts";

/** Number of images that random features are normalised by. */
const CALIBRATION_IMAGES = 64;

/** Loads the weights of `--weights` into a backbone. A frozen one with random weights is normalised, so that a head can learn. */
export async function loadBackbone(
  backbone: LayersModel,
  recipe: Recipe,
  { train, described }: Pick<RecipeData, "train" | "described">,
  { weights, engine, freezeBackbone }: Pick<RecipeOptions, "weights" | "engine" | "freezeBackbone">,
  io: CommandIO,
): Promise<void> {
  if (weights.from !== "none") {
    await loadPretrained(backbone, { model: recipe.model, weights }, io);
    return;
  }
  if (!freezeBackbone) return; // training changes the statistics of every layer
  const rows = spreadRows([...Array(train.size ?? 0).keys()], CALIBRATION_IMAGES);
  const pipeline = { factsOf: described.factsOf, batch: Math.min(8, recipe.batch) };
  const images = recipeValidationDataset(train.select(rows), recipe, pipeline).map(({ inputs }) => ({
    inputs: "shape" in inputs ? inputs : inputs[0],
  }));
  await calibrate(backbone, images, engine);
}
