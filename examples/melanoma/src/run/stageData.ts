import type { Options } from "../cli/options.ts";
import { trainingFeatures, validationFeatures } from "../featurePipeline.ts";
import { countRecords, type OpenFiles } from "../files/openFiles.ts";
import { trainingDataset, validationDataset } from "../pipeline.ts";
import type { Stage, StageData } from "../stages.ts";
import type { HeadFeatures } from "./headFeatures.ts";

/** Returns the datasets of a stage: features for the head, images for every layer. */
export function stageData(
  { trains, batch }: Stage,
  features: HeadFeatures | undefined,
  files: OpenFiles,
  { size, seed }: Pick<Options, "size" | "seed">,
): StageData {
  if (trains === "all")
    return {
      train: trainingDataset(files.train, { size, batch, seed }),
      images: countRecords(files.train),
      validation: validationDataset(files.validation, { size, batch }),
    };
  if (features === undefined)
    throw new TypeError("stageData: the stage of the head needs features, got none");
  return {
    train: trainingFeatures(features.train, { batch, seed }),
    images: features.train.length,
    validation: validationFeatures(features.validation, { batch }),
  };
}
