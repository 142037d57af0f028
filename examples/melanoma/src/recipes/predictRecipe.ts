import type { Dataset } from "@tensorloom/data";
import { predict, type Predictions } from "@tensorloom/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { CommandIO } from "../cli/commandIO.ts";
import { progressBar } from "../cli/progressBar.ts";
import type { Picture } from "../pictures/trainingData.ts";
import type { DescribedPictures } from "./describePictures.ts";
import type { Recipe } from "./recipe.ts";
import type { RecipeOptions } from "./recipeOptions.ts";
import { recipeTestDataset } from "./recipePipeline.ts";
import { recipeViews } from "./recipeViews.ts";

/** Predicts the score of each picture: the mean over the recipe's views. */
export async function predictRecipe(
  model: LayersModel,
  recipe: Recipe,
  { pictures, described }: { readonly pictures: Dataset<Picture>; readonly described: DescribedPictures },
  {
    replicas,
    engine,
    seed,
    label,
  }: Pick<RecipeOptions, "replicas" | "engine" | "seed"> & { readonly label: string },
  io: CommandIO,
): Promise<Predictions> {
  const bar = progressBar(io, label, pictures.size ?? 1);
  const dataset = recipeTestDataset(pictures, recipe, {
    factsOf: described.factsOf,
    batch: recipe.batch * replicas,
  });
  try {
    const predictions = await predict(model, dataset, {
      ...recipeViews(recipe, seed),
      replicas,
      engine,
      onProgress: (done) => bar.update(done),
      signal: io.signal,
    });
    return toScores(predictions, described.malignant);
  } finally {
    bar.clear();
  }
}

/** Adds up the probabilities of the malignant classes. */
function toScores({ ids, outputs }: Predictions, malignant: readonly number[] | undefined): Predictions {
  if (malignant === undefined) return { ids, outputs };
  const { data, shape } = outputs;
  const classes = shape[1];
  const scores = Float32Array.from(ids, (_, row) =>
    malignant.reduce((sum, at) => sum + data[row * classes + at], 0),
  );
  return { ids, outputs: { data: scores, shape: [ids.length, 1] } };
}
