import { adam, type AdamOptions } from "./adam.ts";
import { sgd, type SgdOptions } from "./sgd.ts";
import type { Optimizer } from "./optimizer.ts";

/** An optimizer of this package as plain data, to be made again in another thread. */
export type OptimizerRecipe =
  | { readonly name: "adam"; readonly options: AdamOptions }
  | { readonly name: "sgd"; readonly options: SgdOptions };

/** The optimizer that a recipe describes. */
export function optimizerOf(recipe: OptimizerRecipe): Optimizer {
  switch (recipe.name) {
    case "adam":
      return adam(recipe.options);
    case "sgd":
      return sgd(recipe.options);
  }
}
