import type { PredictOptions } from "@tensorloom/training";
import { viewsOf } from "../views.ts";
import type { Recipe } from "./recipe.ts";
import { recipeAugmentation } from "./recipeAugmentation.ts";

/** The views of a recipe, as options of `predict`. They change the image; metadata stay. */
export function recipeViews(
  recipe: Pick<Recipe, "views" | "augmentation" | "size">,
  seed: number,
): Pick<PredictOptions, "augmentations" | "includeOriginal" | "seed"> {
  const { kind, count } = recipe.views;
  const augmentations =
    kind === "augmented" ? Array.from({ length: count }, () => recipeAugmentation(recipe)) : viewsOf(count);
  return { augmentations, includeOriginal: kind === "mirrored", seed };
}
