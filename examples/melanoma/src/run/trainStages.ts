import { joinPlace } from "@tensorloom/core/internal/node";
import type { FitOptions } from "@tensorloom/training";
import { saveModel } from "@tensorloom/training/node";
import type { CommandIO } from "../cli/commandIO.ts";
import type { Options } from "../cli/options.ts";
import { checkpointFolder } from "../files/outputFolder.ts";
import { recordFlags } from "../files/recordFlags.ts";
import type { PictureModel } from "../model.ts";
import type { EpochRecord, Stage, StageData } from "../stages.ts";
import { train, type TrainOptions } from "../train.ts";

/** The epochs that decide what a run saves. */
export interface TrainingResult {
  /** The epoch with the least validation loss. */
  readonly best: EpochRecord;
  /** The epoch whose weights the model has, and which is saved. */
  readonly kept: EpochRecord;
}

/** @inline */
export interface TrainStagesOptions extends Pick<Options, "engine" | "seed" | "out"> {
  /** How the gradients change the weights. */
  readonly recipe: TrainOptions["recipe"];
  /** The factors of the classes on the loss; undefined: none. */
  readonly classWeights: readonly number[] | undefined;
  /** Number of classes. */
  readonly classes: number;
  readonly checkpoints: TrainOptions["checkpoints"];
  readonly memory: Pick<FitOptions, "microBatch" | "recompute">;
  readonly replicas: FitOptions["replicas"];
  /** The data of a stage. */
  readonly dataOf: (stage: Stage) => StageData;
}

/**
 * Trains the stages in order.
 *
 * OUT/model holds the best epoch so far, and at the end the epoch that `keep` selects. The last epoch is a good choice
 * because its learning rate is low, whereas a few dozen validation images often prefer an epoch by chance
 * (docs/guides/melanoma.md has figures).
 */
export async function trainStages(
  model: PictureModel,
  stages: readonly Stage[],
  options: TrainStagesOptions,
  io: CommandIO,
): Promise<TrainingResult> {
  let result: TrainingResult | undefined;
  for (const stage of stages) {
    if (stages.length > 1) io.stdout.write(`${TITLES[stage.trains]}\n`);
    result = await trainStage(model, stage, result, options, io);
  }
  if (result === undefined) throw new RangeError("trainStages: expected at least one stage, got none");
  return result;
}

const TITLES: Readonly<Record<Stage["trains"], string>> = {
  head: "training the head on the features of the backbone",
  all: "training every layer",
};

async function trainStage(
  model: PictureModel,
  stage: Stage,
  before: TrainingResult | undefined,
  { memory, replicas, dataOf, ...options }: TrainStagesOptions,
  io: CommandIO,
): Promise<TrainingResult> {
  const { whole } = model;
  // A later stage may turn out worse than the one before it.
  const earlier = before === undefined ? [] : whole.getWeights().map((weight) => weight.clone());
  const compute =
    stage.trains === "head"
      ? { replicas: 1 } // a step of the head takes a millisecond
      : { replicas, ...memory };
  const folder = joinPlace(checkpointFolder(options.out), stage.trains);
  const epochs = await recordFlags(folder, options.checkpoints, io, () =>
    train(model, stage, dataOf(stage), { ...options, ...compute, before: before?.kept }, io),
  );
  const candidates = before === undefined ? epochs : [before.kept, ...epochs];
  const best = candidates.reduce((least, one) =>
    one.logs["val_loss"] < least.logs["val_loss"] ? one : least,
  );
  const kept = stage.keep === "best" ? best : epochs[epochs.length - 1];
  if (kept.stage !== stage) whole.setWeights(earlier);
  for (const weight of earlier) weight.dispose();
  if (kept !== best || best === before?.kept)
    await saveModel(whole, joinPlace(options.out, "model"), { metadata: metadata(kept) });
  return { best, kept };
}

function metadata({ epoch, steps, logs, stage }: EpochRecord): object {
  return { epoch, steps, logs, trains: stage.trains };
}
