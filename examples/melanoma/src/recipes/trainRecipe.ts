import { joinPlace } from "@tensorloom/core/internal/node";
import type { Dataset } from "@tensorloom/data";
import { rocAuc } from "@tensorloom/metrics";
import {
  adam,
  binaryCrossEntropy,
  type Callback,
  createMetric,
  earlyStopping,
  type EpochEnd,
  fit,
  type Loss,
  type Metric,
  sparseCategoricalCrossEntropy,
} from "@tensorloom/training";
import { metricsLog, modelCheckpoint } from "@tensorloom/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { CommandIO } from "../cli/commandIO.ts";
import { epochLog } from "../cli/epochLog.ts";
import { checkpointFolder } from "../files/outputFolder.ts";
import { recordFlags } from "../files/recordFlags.ts";
import type { LabelledPicture } from "../pictures/trainingData.ts";
import type { DescribedPictures } from "./describePictures.ts";
import type { Recipe } from "./recipe.ts";
import { recipeTrainingDataset, recipeValidationDataset } from "./recipePipeline.ts";
import { recipeSchedule } from "./recipeSchedule.ts";
import type { RecipeOptions } from "./recipeOptions.ts";

/** The pictures of one training. */
export interface RecipeData {
  readonly train: Dataset<LabelledPicture>;
  readonly validation: Dataset<LabelledPicture>;
  readonly described: DescribedPictures;
}

/** @inline */
export interface TrainRecipeOptions extends Pick<
  RecipeOptions,
  "replicas" | "engine" | "checkpoint" | "resume" | "flags"
> {
  readonly seed: number;
  /** The folder of `model.h5`, the metrics and the checkpoints. */
  readonly out: string;
  /** Called before the others. */
  readonly callbacks?: readonly Callback[] | undefined;
}

/** Trains a model as a recipe says. Afterwards it has the weights of the best epoch, as `model.h5` does. */
export async function trainRecipe(
  model: LayersModel,
  recipe: Recipe,
  { train, validation, described }: RecipeData,
  options: TrainRecipeOptions,
  io: CommandIO,
): Promise<EpochEnd> {
  const { replicas, engine, checkpoint, resume, seed, out, callbacks = [] } = options;
  const folder = checkpointFolder(out);
  const batch = recipe.batch * replicas;
  const pipeline = { factsOf: described.factsOf, batch };
  const { monitor } = recipe;
  const { epochs } = await recordFlags(folder, options, io, () =>
    fit(model, {
      train: recipeTrainingDataset(train, recipe, { ...pipeline, seed }),
      validation: recipeValidationDataset(validation, recipe, pipeline),
      epochs: recipe.epochs,
      stepsPerEpoch: Math.max(1, Math.floor((train.size ?? batch) / batch)),
      loss: lossOf(recipe),
      optimizer: adam(),
      metrics: ["accuracy", aucOf(described)],
      clip: recipe.clipNorm === undefined ? {} : { norm: recipe.clipNorm },
      schedule: recipeSchedule(recipe, replicas),
      scheduleBy: "epoch",
      callbacks: [
        ...callbacks,
        epochLog(io),
        metricsLog(joinPlace(out, "metrics.jsonl"), { clock: io.clock }),
        modelCheckpoint(joinPlace(out, "model.h5"), { monitor }),
        earlyStopping({ monitor, patience: Infinity }), // never stops; restores the best weights at the end
      ],
      seed,
      replicas,
      engine,
      signal: io.signal,
      checkpoint: checkpoint === 0 ? undefined : { folder, every: { seconds: checkpoint } },
      resume,
    }),
  );
  const sign = monitor === "val_loss" ? 1 : -1;
  return epochs.reduce((best, one) => (sign * one.logs[monitor] < sign * best.logs[monitor] ? one : best));
}

function lossOf({ classes, labelSmoothing }: Recipe): Loss {
  return classes === 2 ? binaryCrossEntropy({ labelSmoothing }) : sparseCategoricalCrossEntropy();
}

/** The ROC AUC of the score: of the only output, or of the probability of melanoma. */
function aucOf({ malignant }: DescribedPictures): Metric | "auc" {
  if (malignant === undefined) return "auc";
  const wanted = new Set(malignant);
  return createMetric("auc", (labels, { data, shape: [rows, classes] }) => {
    const scores = Float32Array.from({ length: rows }, (_, row) =>
      malignant.reduce((sum, at) => sum + data[row * classes + at], 0),
    );
    return rocAuc(
      Array.from(labels, (label) => Number(wanted.has(label))),
      scores,
    );
  });
}
