import { TRAIN_FLAGS } from "../cli/flags.ts";
import * as allowed from "../cli/options.ts";
import { parseWeights } from "../cli/parseOptions.ts";
import { UserError } from "../cli/userError.ts";
import { choice, decimal, type Flags, integer } from "../cli/values.ts";
import { type Configuration, parseConfigurations } from "../recipes/configuration.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { RecipeOptions } from "../recipes/recipeOptions.ts";
import { RECIPES } from "../recipes/recipes.ts";
import { RECIPE_PART_FLAGS } from "./recipeFlags.ts";

/** A recipe with the parts that flags replace, and everything else that a run needs. */
export interface RecipeRun {
  readonly recipe: Recipe;
  /** The models of an ensemble; empty: the recipe's own. */
  readonly configurations: readonly Configuration[];
  readonly options: RecipeOptions;
  /** The folder of the data; undefined: draw a sample. */
  readonly data: string | undefined;
  /** A folder with external data. */
  readonly external: string | undefined;
}

/** The flags of training that a recipe leaves open; it decides the others. */
const OPEN: ReadonlySet<string> = new Set([
  ...Object.keys(RECIPE_PART_FLAGS),
  ...["recipe", "data", "weights", "model", "size", "preprocessing", "train", "epochs", "rate", "tta"],
  ...["checkpoint", "resume", "batch", "seed", "backend", "engine", "replicas", "out", "help"],
]);

const NAMES = ["notebook", "folds", "winner"] as const;

/**
 * Parses the flags of a run of a recipe.
 *
 * @param initial - The recipe without `--recipe`.
 * @param own - Flags that the command itself reads.
 * @throws UserError for an invalid value, or a flag that the recipe decides.
 */
export function parseRecipe(
  flags: Flags,
  initial: Recipe["name"],
  own: Readonly<Record<string, unknown>> = {},
): RecipeRun {
  const name = choice(flags, "recipe", NAMES, initial);
  const decided = [...flags.keys()].find((flag) => flag in TRAIN_FLAGS && !(flag in own) && !OPEN.has(flag));
  if (decided !== undefined)
    throw new UserError(
      `--${decided} is part of the recipe ${name}; leave it out, or train without --recipe`,
    );
  if (name === "notebook")
    for (const flag of Object.keys(RECIPE_PART_FLAGS))
      if (flags.has(flag)) throw new UserError(`--${flag} is for --recipe folds and winner`);
  const list = flags.get("ensemble");
  for (const flag of ["model", "size", "classes", "metadata"])
    if (list !== undefined && flags.has(flag))
      throw new UserError(`--ensemble already says the ${flag} of each model; leave --${flag} out`);
  const data = flags.get("data");
  return {
    recipe: parseParts(flags, RECIPES[name]),
    configurations: list === undefined ? [] : parseConfigurations(list),
    options: parseRunOptions(flags, RECIPES[name]),
    data,
    external: flags.get("external"),
  };
}

/** The recipe, with the parts that flags replace. */
function parseParts(flags: Flags, recipe: Recipe): Recipe {
  const { schedule, views } = recipe;
  const batch = integer(flags, "batch", { min: 1, max: 65_536 }) ?? recipe.batch;
  const rate = decimal(flags, "rate", { min: 1e-9, max: 10 });
  const count = integer(flags, "tta", { min: 1, max: views.kind === "mirrored" ? 8 : 100 });
  const classes = choice(flags, "classes", ["2", "4", "9"], String(recipe.classes) as "2"); // one of them
  return {
    ...recipe,
    model: choice(flags, "model", allowed.VARIANTS, recipe.model),
    size: integer(flags, "size", { min: 32, max: 4096 }) ?? recipe.size,
    batch,
    epochs: integer(flags, "epochs", { min: 1, max: 100_000 }) ?? recipe.epochs,
    preprocessing: choice(flags, "preprocessing", allowed.PREPROCESSINGS, recipe.preprocessing),
    classes: Number(classes),
    metadata: choice(flags, "metadata", ["yes", "no"], recipe.metadata ? "yes" : "no") === "yes",
    folds: integer(flags, "folds", { min: 2, max: 1000 }) ?? recipe.folds,
    views: { ...views, count: count ?? views.count },
    schedule: rate === undefined ? schedule : withPeak(schedule, rate, batch),
  };
}

/** The schedule with another highest rate of one replica. */
function withPeak(schedule: Recipe["schedule"], peak: number, batch: number): Recipe["schedule"] {
  if (schedule.form !== "ramp" || schedule.peakOf === "replica") return { ...schedule, peak };
  return { ...schedule, peak: peak / batch };
}

function parseRunOptions(flags: Flags, recipe: Recipe): RecipeOptions {
  const checkpoint = integer(flags, "checkpoint", { min: 0, max: 86_400 }) ?? 60;
  if (flags.has("resume") && checkpoint === 0)
    throw new UserError("--resume continues from checkpoints, so --checkpoint must be at least 1");
  const initial = flags.get("data") === undefined ? "none" : recipe.weights;
  return {
    weights: parseWeights(flags.get("weights") ?? initial),
    replicas: integer(flags, "replicas", { min: 1, max: 256 }) ?? 1,
    freezeBackbone: choice(flags, "train", allowed.TRAINABLE, "all") === "head",
    engine: choice(flags, "engine", allowed.ENGINES, "auto"),
    backend: choice(flags, "backend", allowed.BACKENDS, "auto"),
    checkpoint,
    resume: flags.has("resume"),
    seed: integer(flags, "seed", { min: 0, max: 2 ** 31 - 1 }) ?? 42,
    out: flags.get("out") ?? `out/${recipe.name}`,
    flags,
  };
}
