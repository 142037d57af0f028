import { finalActivationOf, type Recompute, recomputeOf } from "@tensorloom/backend";
import { checkOptions, finite, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { Source } from "@tensorloom/data";
import type { Schedule } from "@tensorloom/schedules";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Batch } from "../batch/batch.ts";
import type { Callback, LogName } from "../callbacks/callback.ts";
import { checkModel, checkSignal } from "../model/checkModel.ts";
import { checkCallbacks, checkLoss, checkOptimizer, checkSource } from "./checkRun.ts";
import { checkClip, type Clip } from "../step/clipGradients.ts";
import { wrongKind } from "../batch/wrongKind.ts";
import { refuseForeignOptions } from "./foreignOptions.ts";
import type { Loss } from "../losses/loss.ts";
import { type Metric, type MetricName, metricsNamed } from "../metrics/metric.ts";
import { type MicroBatch, recomputeAsNeeded } from "../memory/planMicroBatch.ts";
import { emitWarning } from "../memory/memoryWarning.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { adam } from "../optimizers/adam.ts";
import { type ReplicasOptions, type ReplicasPlan, replicasPlan } from "./replicasOptions.ts";

/** What {@link fit} is told. */
export interface FitOptions {
  readonly train: Source<Batch>;
  /** Looked at after each epoch, in inference mode; its first batch is checked before training. */
  readonly validation?: Source<Batch> | undefined;
  /** At least 1. */
  readonly epochs: number;
  /** Default: one pass over `train` is an epoch. Needed where `train` repeats without end. */
  readonly stepsPerEpoch?: number | undefined;
  readonly loss: Loss;
  /** Default: `adam()`. */
  readonly optimizer?: Optimizer | undefined;
  /** The learning rate, or a rule that gives it for a step or an epoch (both from 0); default 0.001. */
  readonly schedule?: number | Schedule | undefined;
  /** What the schedule counts; default `"step"`. */
  readonly scheduleBy?: "step" | "epoch" | undefined;
  /** Default: accuracy, and AUC where the model says yes or no. */
  readonly metrics?: readonly (MetricName | Metric)[] | undefined;
  /** Called in this order. */
  readonly callbacks?: readonly Callback[] | undefined;
  /** How many batches make one step, as if they were one larger batch; default 1. */
  readonly accumulate?: number | undefined;
  /**
   * Rows of one forward and backward pass; the gradients of a batch's passes are accumulated. `"auto"`: as many as fit
   * into wasm's memory, with as little recomputation as that takes. Default: the whole batch. Batch normalisation in
   * training mode uses the statistics of each micro-batch.
   */
  readonly microBatch?: MicroBatch | undefined;
  readonly clip?: Clip | undefined;
  /** Decides every dropout mask; any whole number; default 0. */
  readonly seed?: number | undefined;
  /** How many replicas, each on a core, share the rows of a batch; default 1. Node only, on wasm or cpu. */
  readonly replicas?: number | ReplicasOptions | undefined;
  /** What a step computes again on the way back to take less memory, as for `lean`; default as `lean` was told, or nothing. */
  readonly recompute?: Recompute | undefined;
  /** Told before the first step where it will hardly fit into wasm's memory; default: a warning of Node's process. */
  readonly onWarning?: ((sentence: string) => void) | undefined;
  /** Ends the run at once; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionKinds<FitOptions> = {
  train: "any",
  validation: "any",
  epochs: "number",
  stepsPerEpoch: "number",
  loss: "any",
  optimizer: "any",
  schedule: "any",
  scheduleBy: "any",
  metrics: "any",
  callbacks: "any",
  accumulate: "number",
  microBatch: "any",
  clip: "any",
  seed: "number",
  replicas: "any",
  recompute: "any",
  onWarning: "function",
  signal: "any",
};

/** A run, checked and with nothing left out. */
export interface FitPlan {
  readonly train: Source<Batch>;
  readonly validation: Source<Batch> | undefined;
  readonly epochs: number;
  readonly stepsPerEpoch: number | undefined;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly rateAt: (epoch: number, step: number) => number;
  readonly metrics: readonly Metric[];
  readonly logs: readonly LogName[];
  readonly callbacks: readonly Callback[];
  readonly accumulate: number;
  readonly microBatch: MicroBatch | undefined;
  readonly clip: Clip;
  readonly seed: number;
  readonly replicas: ReplicasPlan;
  readonly recompute: Recompute | undefined;
  readonly onWarning: (sentence: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** Checks what `fit` is told and fills in the defaults. */
export function fitPlan(model: LayersModel, options: FitOptions): FitPlan {
  checkModel("fit", model);
  refuseForeignOptions(options);
  checkOptions("fit", options, OPTIONS);
  checkSignal("fit", options.signal);
  const {
    train,
    validation,
    stepsPerEpoch,
    loss,
    schedule = 0.001,
    scheduleBy = "step",
    clip = {},
  } = options;
  const { optimizer = adam(), callbacks = [], accumulate = 1, seed = 0, signal } = options;
  const { microBatch } = options;
  checkSource("fit: train", train);
  if (validation !== undefined) checkSource("fit: validation", validation);
  checkLoss("fit: loss", loss);
  checkOptimizer("fit: optimizer", optimizer);
  checkCallbacks("fit: callbacks", callbacks);
  integer("fit: epochs", options.epochs, 1);
  integer("fit: accumulate", accumulate, 1);
  integer("fit: seed", seed);
  oneOf("fit: scheduleBy", scheduleBy, ["step", "epoch"]);
  checkClip(clip);
  if (stepsPerEpoch !== undefined) integer("fit: stepsPerEpoch", stepsPerEpoch, 1);
  else if (train.size === Infinity) {
    throw new RangeError(`fit: stepsPerEpoch must be given, since train (${train.label}) has no end`);
  }
  if (validation?.size === Infinity) {
    throw new RangeError(`fit: validation (${validation.label}) must have an end`);
  }
  const replicas = replicasPlan("fit", options.replicas);
  const isAuto = microBatch === "auto";
  if (microBatch !== undefined && !isAuto) integer('fit: microBatch, if it is not "auto",', microBatch, 1);
  const asNeeded = isAuto && !replicas.synchronizeBatchNormalization;
  const recompute =
    options.recompute ?? recomputeOf(model) ?? (asNeeded ? recomputeAsNeeded(model) : undefined);
  checkTogether(replicas, recompute);
  const onWarning = options.onWarning ?? emitWarning;
  warnOfLogits(model, loss, onWarning);
  const metrics = metricsNamed("fit", options.metrics ?? defaultMetrics(model, loss));
  return {
    train,
    validation,
    epochs: options.epochs,
    stepsPerEpoch,
    loss,
    optimizer,
    metrics,
    callbacks,
    accumulate,
    microBatch,
    clip,
    seed,
    replicas,
    recompute,
    onWarning,
    signal,
    rateAt: rates(schedule, scheduleBy),
    logs: logNames(metrics, validation !== undefined),
  };
}

/** What is computed again depends on a replica's rows, except `{ every }`; and each time it is reduced again. */
function checkTogether({ synchronizeBatchNormalization }: ReplicasPlan, recompute: Recompute = false): void {
  const alike = recompute === false || (typeof recompute === "object" && "every" in recompute);
  if (synchronizeBatchNormalization && !alike)
    throw new RangeError(
      "fit: recompute must be { every } where replicas synchronise their batch normalisation: they would compute different parts again",
    );
}

/** As Keras does: the run goes on, with the logits behind the activation. */
function warnOfLogits(model: LayersModel, loss: Loss, onWarning: (sentence: string) => void): void {
  const activation = loss.outputs === undefined ? undefined : finalActivationOf(model);
  if (activation !== undefined)
    onWarning(
      `fit: ${loss.name} has fromLogits, but ${model.name} ends in ${activation.name}: its outputs are not logits`,
    );
}

/** Accuracy where the model decides between classes; AUC too where its answer is one probability. */
export function defaultMetrics(model: LayersModel, loss: Loss): readonly MetricName[] {
  if (loss.kind === "numbers") return [];
  const single = loss.kind === "binary" && model.outputs[0].shape.slice(1).every((length) => length === 1);
  return single ? ["auc", "accuracy"] : ["accuracy"];
}

function rates(schedule: number | Schedule, by: "step" | "epoch"): FitPlan["rateAt"] {
  if (typeof schedule === "number") {
    finite("fit: schedule", schedule, 0);
    return () => schedule;
  }
  if (typeof schedule !== "function")
    wrongKind(
      "fit: schedule",
      "a learning rate or a schedule such as cosine({ start: 0.001, steps: 1000 })",
      schedule,
    );
  return (epoch, step) => {
    const position = by === "epoch" ? epoch : step;
    return finite(`fit: schedule(${String(position)})`, schedule(position), 0);
  };
}

function logNames(metrics: readonly Metric[], validated: boolean): readonly LogName[] {
  const measured = [
    { name: "loss", better: "lower" as const },
    ...metrics.map(({ name, better }) => ({ name, better })),
  ];
  const again = validated ? measured.map(({ name, better }) => ({ name: `val_${name}`, better })) : [];
  return [...measured, ...again, { name: "learningRate", better: undefined }];
}
