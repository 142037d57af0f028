import { joinPlace } from "@tensorloom/core/internal/node";
import { fit, type FitOptions } from "@tensorloom/training";
import { buildCallbacks } from "./callbacks.ts";
import type { CommandIO } from "./cli/commandIO.ts";
import type { Options } from "./cli/options.ts";
import { checkpointFolder } from "./files/outputFolder.ts";
import { buildLoss } from "./loss.ts";
import type { PictureModel } from "./model.ts";
import { buildOptimizer } from "./optimizer.ts";
import type { EpochRecord, Stage, StageData } from "./stages.ts";

type Computation = "engine" | "seed" | "microBatch" | "recompute" | "replicas" | "classWeights";

/** @inline */
export interface TrainOptions extends Pick<FitOptions, Computation> {
  /** How the gradients change the weights. */
  readonly recipe: Pick<Options, "optimizer" | "decay" | "ema" | "train" | "weights">;
  /** How often the state of the run is saved, and whether to continue from it. */
  readonly checkpoints: Pick<Options, "checkpoint" | "resume" | "flags">;
  /** Number of classes. */
  readonly classes: number;
  /** Folder of the model, the checkpoints and the metrics. */
  readonly out: string;
  /** The epoch that an earlier stage kept. */
  readonly before: EpochRecord | undefined;
}

/** Trains one stage: the notebook's `model.fit`. Afterwards the model has the weights of the kept epoch. */
export async function train(
  model: PictureModel,
  stage: Stage,
  { train, validation, images }: StageData,
  { recipe, checkpoints, classes, out, before, ...options }: TrainOptions,
  io: CommandIO,
): Promise<readonly EpochRecord[]> {
  const folder = joinPlace(checkpointFolder(out), stage.trains);
  const every = { seconds: checkpoints.checkpoint };
  const { epochs } = await fit(stage.trains === "head" ? model.head : model.whole, {
    ...options,
    train,
    validation,
    epochs: stage.epochs,
    stepsPerEpoch: Math.max(1, Math.floor(images / stage.batch)),
    loss: buildLoss(classes, recipe),
    metrics: ["auc", "accuracy"],
    optimizer: buildOptimizer(recipe),
    ema: recipe.ema === undefined ? undefined : { momentum: recipe.ema },
    schedule: stage.schedule,
    scheduleBy: "epoch",
    signal: io.signal,
    callbacks: buildCallbacks(model, stage, { out, before }, io),
    checkpoint: every.seconds === 0 ? undefined : { folder, every },
    resume: checkpoints.resume,
  });
  return epochs.map((end) => ({ ...end, stage }));
}
