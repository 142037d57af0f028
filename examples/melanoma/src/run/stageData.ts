import type { Options } from "../cli/options.ts";
import { trainingFeatures, validationFeatures } from "../featurePipeline.ts";
import type { Parts, TrainingData } from "../pictures/trainingData.ts";
import { trainingDataset, validationDataset } from "../pipeline.ts";
import type { Stage, StageData } from "../stages.ts";
import type { SelectedFeatures } from "./headFeatures.ts";

/** Returns the datasets of a stage: features for the head, images for every layer. */
export function stageData(
  { trains, batch }: Stage,
  features: SelectedFeatures | undefined,
  { pictures }: TrainingData,
  parts: Parts,
  { size, seed }: Pick<Options, "size" | "seed">,
): StageData {
  if (trains === "all")
    return {
      train: trainingDataset(pictures.select(parts.train), { size, batch, seed }),
      images: parts.train.length,
      validation: validationDataset(pictures.select(parts.validation), { size, batch }),
    };
  if (features === undefined)
    throw new TypeError("stageData: the stage of the head needs features, got none");
  return {
    train: trainingFeatures(features.train, { batch, seed }),
    images: features.train.length,
    validation: validationFeatures(features.validation, { batch }),
  };
}
