import { join } from "node:path";
import { binaryCrossEntropy, earlyStopping, fit, type Callback, type EpochEnd } from "@tensorloom/training";
import { metricsLog, modelCheckpoint, saveModel } from "@tensorloom/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { trainingBatches, validationBatches, type Lessons } from "./pipeline.ts";
import { epochLines } from "./cli/epochLog.ts";
import type { Io } from "./cli/commandIO.ts";
import type { MemoryPlan } from "./resources/memory.ts";
import type { Network } from "./model.ts";
import type { Options } from "./cli/options.ts";
import { stages, type Stage } from "./stages.ts";

/** Options with what memory allows. */
export type TrainOptions = Pick<
  Options,
  "train" | "weights" | "epochs" | "batch" | "keep" | "data" | "seed" | "out"
> &
  Pick<MemoryPlan, "microBatch" | "recompute">;

/** An epoch that matters in the end. */
export interface Milestone extends EpochEnd {
  readonly stage: Stage;
}

/** The epochs that matter in the end. */
export interface Trained {
  /** That of least validation loss. */
  readonly best: Milestone;
  /** That whose weights the network has, and whose model is saved. */
  readonly kept: Milestone;
}

/** What a stage learns from. */
export interface Course {
  readonly train: Lessons;
  readonly validation: Lessons;
}

/**
 * Trains the head on features, or the whole network on images, in the stages of the plan.
 *
 * OUT/model holds the best epoch so far; at the end what `keep` asks for. The last epoch is a good choice where the
 * schedule has come down: a few dozen validation images tell epochs apart by luck (docs/guides/melanoma.md has figures).
 */
export async function train(
  network: Network,
  courses: Readonly<Record<Stage["trains"], Course | undefined>>,
  options: TrainOptions,
  replicas: number,
  io: Io,
): Promise<Trained> {
  let trained: Trained | undefined;
  const plan = stages(options);
  for (const stage of plan) {
    const course = courses[stage.trains];
    if (course === undefined) throw new Error(`train: nothing to learn from in stage ${stage.trains}`);
    if (plan.length > 1) io.stdout.write(`${TITLES[stage.trains]}\n`);
    trained = await trainStage({ network, course, stage, options, replicas, io, before: trained });
  }
  if (trained === undefined) throw new Error("train: the plan has no stage");
  return trained;
}

const TITLES: Readonly<Record<Stage["trains"], string>> = {
  head: "first the head, on what the backbone makes of the images",
  all: "then every layer",
};

interface Run {
  readonly network: Network;
  readonly course: Course;
  readonly stage: Stage;
  readonly options: TrainOptions;
  readonly replicas: number;
  readonly io: Io;
  /** What the stages before came to. */
  readonly before: Trained | undefined;
}

async function trainStage({ network, course, stage, options, replicas, io, before }: Run): Promise<Trained> {
  const { seed, out } = options;
  const { trains, epochs, batch, keep } = stage;
  const folder = join(out, "model");
  const baseline = before?.kept.logs["val_loss"];
  // Only a stage with one before it may be taken back.
  const weights = before === undefined ? [] : network.whole.getWeights().map((weight) => weight.clone());
  const { epochs: done } = await fit(trains === "head" ? network.head : network.whole, {
    train: trainingBatches(course.train, batch, seed),
    validation: validationBatches(course.validation, batch),
    epochs,
    stepsPerEpoch: Math.max(1, Math.floor(course.train.length / batch)),
    loss: binaryCrossEntropy(),
    schedule: stage.schedule,
    scheduleBy: "epoch",
    seed,
    signal: io.signal,
    ...(trains === "head" ? {} : { microBatch: options.microBatch, recompute: options.recompute }),
    replicas: trains === "head" ? 1 : replicas, // a step of the head takes a millisecond
    callbacks: [
      epochLines(io),
      metricsLog(join(out, "metrics.jsonl"), { clock: () => io.now(), append: before !== undefined }),
      ofModel(network.whole, modelCheckpoint(folder, { baseline })),
      // Never stops: it puts the best weights back at the end.
      ...(keep === "best" ? [earlyStopping({ patience: Infinity })] : []),
    ],
  });
  const ends: readonly Milestone[] = done.map((end) => ({ ...end, stage }));
  const first = before === undefined ? [] : [before.kept];
  const best = [...first, ...ends].reduce((least, one) =>
    one.logs["val_loss"] < least.logs["val_loss"] ? one : least,
  );
  const kept = keep === "best" ? best : ends[ends.length - 1];
  if (kept.stage !== stage) network.whole.setWeights(weights); // no epoch of this stage was better
  for (const weight of weights) weight.dispose();
  if (kept !== best || best === before?.kept)
    await saveModel(network.whole, folder, { metadata: metadata(kept) });
  return { best, kept };
}

function metadata({ epoch, steps, logs, stage }: Milestone): object {
  return { epoch, steps, logs, trains: stage.trains };
}

/** A callback that sees the whole network where the head is trained: their layers are the same. */
function ofModel(model: LayersModel, callback: Callback): Callback {
  return {
    ...callback,
    onEpochEnd: (at, run) => callback.onEpochEnd?.(at, { ...run, model }),
  };
}
