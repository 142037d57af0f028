import type { OptionKinds } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { checkModel } from "../model/checkModel.ts";
import { type Average, type ResolvedAverage, resolveAverage } from "./averageOutputs.ts";
import { type AugmentedView, resolveViews, type Views } from "./views.ts";

/**
 * Options of test-time augmentation and of ensembles.
 *
 * @inline
 */
export interface EnsembleOptions {
  /**
   * Test-time augmentation: the outputs of these views of each row are averaged with those of the row as it is. A view is
   * a function of an image and a stream of random numbers, as those of `@tensorloom/image`, or `{ batch }` with a function
   * of the inputs of a batch. Default: none.
   */
  readonly augmentations?: readonly AugmentedView[] | undefined;
  /** Whether the row as it is counts as a view too. Default true. */
  readonly includeOriginal?: boolean | undefined;
  /** How the outputs of several views and models are averaged. Default `"mean"`. */
  readonly average?: Average | undefined;
  /** The weight of each model in the average, at least 0. Default: all the same. */
  readonly weights?: readonly number[] | undefined;
  /** Seed of the views' random numbers, an integer. Each row has its own. Default 0. */
  readonly seed?: number | undefined;
}

/** The kinds of these options. */
export const ENSEMBLE_OPTIONS: OptionKinds<EnsembleOptions> = {
  augmentations: "any",
  includeOriginal: "boolean",
  average: "any",
  weights: "any",
  seed: "number",
};

/** Models, the views that they see, and how their outputs are averaged. */
export interface ResolvedEnsemble extends ResolvedAverage {
  readonly models: readonly LayersModel[];
  readonly views: Views;
}

/** Checks a model or a list of models, and returns the list. */
export function listModels(
  caller: string,
  model: LayersModel | readonly LayersModel[],
): readonly LayersModel[] {
  const models = isList(model) ? model : [model];
  if (models.length === 0) throw new RangeError(`${caller}: model must not be an empty list`);
  for (const one of models) checkModel(caller, one);
  return models;
}

/** Checks the options of an ensemble, and fills in the defaults. */
export function resolveEnsemble(
  caller: string,
  models: readonly LayersModel[],
  options: EnsembleOptions,
): ResolvedEnsemble {
  const of = { name: "model", count: models.length };
  const { average, weights } = resolveAverage(caller, options.average, options.weights, of);
  const views = resolveViews(caller, options);
  const perPart = Array.from({ length: views.count }, () => weights.map((weight) => weight / views.count));
  return { models, views, average, weights: perPart.flat() };
}

function isList(model: LayersModel | readonly LayersModel[]): model is readonly LayersModel[] {
  return Array.isArray(model);
}
