import { join } from "node:path";
import { binaryCrossEntropy, earlyStopping, fit, type EpochEnd, type FitOptions } from "@tensorloom/training";
import { metricsLog, modelCheckpoint } from "@tensorloom/training/node";
import type { CommandIO } from "./cli/commandIO.ts";
import { epochLog } from "./cli/epochLog.ts";
import type { MelanomaModel } from "./model.ts";
import type { Stage, StageData } from "./stages.ts";

/** The metrics of an epoch, and its stage. */
export interface EpochRecord extends EpochEnd {
  readonly stage: Stage;
}

/** @inline */
export interface TrainOptions extends Pick<
  FitOptions,
  "engine" | "seed" | "microBatch" | "recompute" | "replicas"
> {
  /** Folder of the checkpoint and the metrics. */
  readonly out: string;
  /** The epoch that an earlier stage kept. */
  readonly before: EpochRecord | undefined;
}

/** Trains one stage: the notebook's `model.fit`. Afterwards the model has the weights of the kept epoch. */
export async function train(
  { head, whole }: MelanomaModel,
  stage: Stage,
  { train, validation, images }: StageData,
  { out, before, ...options }: TrainOptions,
  io: CommandIO,
): Promise<readonly EpochRecord[]> {
  const checkpoint = modelCheckpoint(join(out, "model"), { baseline: before?.logs["val_loss"] });
  const { epochs } = await fit(stage.trains === "head" ? head : whole, {
    ...options,
    train,
    validation,
    epochs: stage.epochs,
    stepsPerEpoch: Math.max(1, Math.floor(images / stage.batch)),
    loss: binaryCrossEntropy(),
    schedule: stage.schedule,
    scheduleBy: "epoch",
    signal: io.signal,
    onWarning: (message) => io.stderr.write(`melanoma: ${message}\n`),
    callbacks: [
      epochLog(io),
      metricsLog(join(out, "metrics.jsonl"), { clock: io.clock, append: before !== undefined }),
      // Saves the whole model, also when the head alone is trained.
      { ...checkpoint, onEpochEnd: (end, run) => checkpoint.onEpochEnd?.(end, { ...run, model: whole }) },
      // Never stops; restores the weights of the best epoch at the end.
      ...(stage.keep === "best" ? [earlyStopping({ patience: Infinity })] : []),
    ],
  });
  return epochs.map((end) => ({ ...end, stage }));
}
