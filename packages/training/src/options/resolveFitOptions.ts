import { fuse, type Recompute } from "@tensorloom/graph";
import { finalActivationOf, recomputeAsNeeded, recomputeOf } from "@tensorloom/graph/internal";
import { checkOptions, checkSignal, integer, oneOf } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { resolveEngine } from "../engine/engineOption.ts";
import type { Loss } from "../losses/loss.ts";
import { resolveMetrics } from "../metrics/resolveMetrics.ts";
import { withOrderedInputs } from "../batch/namedInputs.ts";
import { checkModel } from "../model/checkModel.ts";
import { checkMetricStates, resolveCheckpoint } from "../checkpoint/checkpointOptions.ts";
import { processRank } from "../ranks/processRank.ts";
import { resolveEma } from "../averaging/emaOptions.ts";
import { adam } from "../optimizers/adam.ts";
import { withLayerRates } from "../optimizers/layerRates.ts";
import { checkGradientClipping } from "../step/clipGradients.ts";
import { resolveClassWeights } from "./classWeights.ts";
import { checkCallbacks, checkLoss, checkOptimizer, checkSource } from "./checkRun.ts";
import { defaultMetrics, listLoggedMetrics } from "./defaultMetrics.ts";
import { emitWarning } from "./emitWarning.ts";
import { listHyperparameters } from "./hyperparameters.ts";
import { FIT_OPTIONS, type FitOptions, type ResolvedFitOptions } from "./fitOptions.ts";
import { rejectForeignOptions } from "./rejectForeignOptions.ts";
import { resolveLayerRates } from "./layerRates.ts";
import { createLearningRate } from "./learningRate.ts";
import { resolveMemoryBudget } from "./memoryBudget.ts";
import { type ResolvedReplicas, resolveReplicas } from "./replicasOptions.ts";

/** Checks the options of `fit` and fills in the defaults. */
export function resolveFitOptions(model: LayersModel, options: FitOptions): ResolvedFitOptions {
  checkModel("fit", model);
  rejectForeignOptions(options);
  checkOptions("fit", options, FIT_OPTIONS);
  checkSignal("fit: signal", options.signal);
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
  const { microBatch = "auto", layerRates, ema } = options;
  checkSource("fit: train", train);
  if (validation !== undefined) checkSource("fit: validation", validation);
  checkLoss("fit: loss", loss);
  checkOptimizer("fit: optimizer", optimizer);
  checkCallbacks("fit: callbacks", callbacks);
  integer("fit: epochs", options.epochs, 1);
  integer("fit: accumulate", accumulate, 1);
  integer("fit: seed", seed);
  oneOf("fit: scheduleBy", scheduleBy, ["step", "epoch"]);
  checkGradientClipping(clip);
  if (stepsPerEpoch !== undefined) integer("fit: stepsPerEpoch", stepsPerEpoch, 1);
  else if (train.size === Infinity) {
    throw new RangeError(`fit: stepsPerEpoch is required, since train (${train.label}) has no end`);
  }
  if (validation?.size === Infinity) {
    throw new RangeError(`fit: validation (${validation.label}) must have an end`);
  }
  const replicas = resolveReplicas("fit", options.replicas);
  const engine = resolveEngine("fit", options.engine);
  if (microBatch !== "auto") integer('fit: microBatch, if it is not "auto",', microBatch, 1);
  const memory = resolveMemoryBudget(
    options.maxMemory,
    replicas.count * (replicas.acrossRanks ? processRank().localSize : 1),
  );
  const optimizerSlots = (optimizer.slots ?? 2) + (ema === undefined ? 0 : 1);
  const chosen = options.recompute ?? recomputeOf(model);
  const recomputesAsNeeded =
    chosen === undefined && memory.bytes !== undefined && !replicas.syncBatchNorm && canFuse(model);
  // Replicas need it before the first batch.
  const recompute =
    recomputesAsNeeded && replicas.count > 1
      ? recomputeAsNeeded(model, { heapBytes: memory.bytes, optimizerSlots, accumulates: true })
      : chosen;
  checkRecompute(replicas, recompute);
  const onWarning = options.onWarning ?? emitWarning;
  warnAboutLogits(model, loss, onWarning);
  const metrics = resolveMetrics("fit", options.metrics ?? defaultMetrics(model, loss));
  const checkpoint = resolveCheckpoint(options.checkpoint, options.resume);
  if (checkpoint !== undefined) checkMetricStates(checkpoint, metrics);
  return {
    train: withOrderedInputs("fit", model, train),
    validation: validation && withOrderedInputs("fit", model, validation),
    epochs: options.epochs,
    stepsPerEpoch,
    loss,
    optimizer:
      layerRates === undefined ? optimizer : withLayerRates(optimizer, resolveLayerRates(model, layerRates)),
    ema: ema && resolveEma(ema),
    metrics,
    classWeights: options.classWeights,
    weightClasses: resolveClassWeights(model, loss, options.classWeights),
    callbacks,
    accumulate,
    memory,
    optimizerSlots,
    microBatch,
    clip,
    seed,
    replicas,
    engine,
    recompute,
    recomputesAsNeeded,
    onWarning,
    signal,
    checkpoint,
    schedule,
    scheduleBy,
    learningRateAt: createLearningRate(schedule, scheduleBy),
    loggedMetrics: listLoggedMetrics(metrics, validation !== undefined),
    hyperparameters: listHyperparameters(options, { optimizer, loss }),
  };
}

/** Recomputation depends on a replica's number of rows, except with `{ every }`, and repeats the all-reduce. */
function checkRecompute({ syncBatchNorm }: ResolvedReplicas, recompute: Recompute = false): void {
  const isSameOnAllReplicas = recompute === false || (typeof recompute === "object" && "every" in recompute);
  if (syncBatchNorm && !isSameOnAllReplicas)
    throw new RangeError(
      "fit: recompute must be { every } if replicas use syncBatchNorm: otherwise they would recompute different layers",
    );
}

/** Warns if outputs are not logits although the loss expects them. As in Keras, the run uses the logits before the activation. */
function warnAboutLogits(model: LayersModel, loss: Loss, onWarning: (message: string) => void): void {
  const activation = loss.outputActivation === undefined ? undefined : finalActivationOf(model);
  if (activation !== undefined)
    onWarning(
      `fit: ${loss.name} has fromLogits, but ${model.name} ends in ${activation.name}: its outputs are not logits`,
    );
}

/** Whether a model runs as fused operations, which can be recomputed. Others train as they are. */
function canFuse(model: LayersModel): boolean {
  try {
    fuse(model);
    return true;
  } catch {
    return false;
  }
}
