import type { Predictions } from "@tensorloom/training";
import { standardize } from "../backbone/standardize.ts";
import { weighClasses } from "../classWeights.ts";
import type { Parts, TrainingData } from "../pictures/trainingData.ts";
import { memoryOptions } from "../resources/memory.ts";
import { planStages } from "../stages.ts";
import { extractHeadFeatures, type HeadFeatures, selectFeatures } from "./headFeatures.ts";
import { scorePictures } from "./scorePictures.ts";
import type { Session } from "./session.ts";
import { stageData } from "./stageData.ts";
import { trainStages, type TrainingResult } from "./trainStages.ts";

/** What training the model on some rows and validating it on others brings. */
export interface TrainedModel extends TrainingResult {
  /** The kept model's scores of the validation pictures. */
  readonly validation: Predictions;
}

/** Extracts the features of every row that a run trains on or validates with, if a stage trains the head. */
export async function prepareFeatures(
  session: Session,
  data: TrainingData,
  parts: Parts,
): Promise<HeadFeatures | undefined> {
  const needed = planStages(session.options).some(({ trains }) => trains === "head");
  const features = needed ? await extractHeadFeatures(session, data, parts) : undefined;
  session.stopwatch.lap(needed ? "features" : "opening");
  return features;
}

/**
 * Trains the model of a session on the rows of one part, and scores those of the other.
 *
 * @param features - From {@link prepareFeatures}; may be of more rows than `parts` has.
 * @param out - The folder of model, metrics and checkpoints.
 */
export async function trainModel(
  session: Session,
  data: TrainingData,
  parts: Parts,
  features: HeadFeatures | undefined,
  out: string,
): Promise<TrainedModel> {
  const { model, options, compute, io, stopwatch } = session;
  const targets = parts.train.flatMap((row) => data.rows[row].target ?? []);
  const stages = planStages(options);
  const selected = features === undefined ? undefined : selectFeatures(features, parts);
  if (selected !== undefined)
    standardize(
      model.head,
      selected.train.flatMap(({ views }) => views),
    );
  const result = await trainStages(
    model,
    stages,
    {
      recipe: options,
      checkpoints: options,
      classWeights: weighClasses(options, targets),
      classes: data.labels.length,
      memory: memoryOptions(options),
      dataOf: (stage) => stageData(stage, selected, data, parts, options),
      replicas: { count: compute.replicas, ranks: compute.ranks },
      engine: compute.engine,
      seed: options.seed,
      out,
    },
    io,
  );
  stopwatch.lap("training");
  const validation = await scorePictures(session, data.pictures.select(parts.validation), "validating");
  stopwatch.lap("validating");
  return { ...result, validation };
}
