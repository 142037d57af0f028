import { fuse, type Recompute } from "@tensorloom/graph";
import { RECOMPUTE_AS_NEEDED, finalActivationOf, recomputeOf } from "@tensorloom/graph/internal";
import { checkOptions, integer, oneOf } from "@tensorloom/core/internal";
import { getBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Loss } from "../losses/loss.ts";
import { resolveMetrics } from "../metrics/namedMetrics.ts";
import { checkModel, checkSignal } from "../model/checkModel.ts";
import { adam } from "../optimizers/adam.ts";
import { checkGradientClipping } from "../step/clipGradients.ts";
import { checkCallbacks, checkLoss, checkOptimizer, checkSource } from "./checkRun.ts";
import { defaultMetrics, listLoggedMetrics } from "./defaultMetrics.ts";
import { emitWarning } from "./emitWarning.ts";
import { FIT_OPTIONS, type FitOptions, type ResolvedFitOptions } from "./fitOptions.ts";
import { rejectForeignOptions } from "./foreignOptions.ts";
import { createLearningRate } from "./learningRate.ts";
import { type ResolvedReplicas, resolveReplicas } from "./replicasOptions.ts";

/** Checks what `fit` is told and fills in the defaults. */
export function resolveFitOptions(model: LayersModel, options: FitOptions): ResolvedFitOptions {
  checkModel("fit", model);
  rejectForeignOptions(options);
  checkOptions("fit", options, FIT_OPTIONS);
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
  checkGradientClipping(clip);
  if (stepsPerEpoch !== undefined) integer("fit: stepsPerEpoch", stepsPerEpoch, 1);
  else if (train.size === Infinity) {
    throw new RangeError(`fit: stepsPerEpoch must be given, since train (${train.label}) has no end`);
  }
  if (validation?.size === Infinity) {
    throw new RangeError(`fit: validation (${validation.label}) must have an end`);
  }
  const replicas = resolveReplicas("fit", options.replicas);
  const isAuto = microBatch === "auto";
  if (microBatch !== undefined && !isAuto) integer('fit: microBatch, if it is not "auto",', microBatch, 1);
  const asNeeded = isAuto && !replicas.syncBatchNorm;
  const recompute =
    options.recompute ?? recomputeOf(model) ?? (asNeeded ? recomputeIfNeeded(model) : undefined);
  checkRecompute(replicas, recompute);
  const onWarning = options.onWarning ?? emitWarning;
  warnAboutLogits(model, loss, onWarning);
  const metrics = resolveMetrics("fit", options.metrics ?? defaultMetrics(model, loss));
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
    learningRateAt: createLearningRate(schedule, scheduleBy),
    loggedMetrics: listLoggedMetrics(metrics, validation !== undefined),
  };
}

/** What is computed again depends on a replica's rows, except `{ every }`; and each time it is reduced again. */
function checkRecompute({ syncBatchNorm }: ResolvedReplicas, recompute: Recompute = false): void {
  const alike = recompute === false || (typeof recompute === "object" && "every" in recompute);
  if (syncBatchNorm && !alike)
    throw new RangeError(
      "fit: recompute must be { every } where replicas synchronise their batch normalisation: they would compute different parts again",
    );
}

/** As Keras does: the run goes on, with the logits behind the activation. */
function warnAboutLogits(model: LayersModel, loss: Loss, onWarning: (sentence: string) => void): void {
  const activation = loss.outputActivation === undefined ? undefined : finalActivationOf(model);
  if (activation !== undefined)
    onWarning(
      `fit: ${loss.name} has fromLogits, but ${model.name} ends in ${activation.name}: its outputs are not logits`,
    );
}

/**
 * What a run with `microBatch: "auto"` recomputes if nothing else is asked for: as little as makes each pass fit.
 *
 * Only wasm is short of memory, and only a model that `fuse` takes can recompute.
 */
function recomputeIfNeeded(model: LayersModel): Recompute | undefined {
  if (getBackend() !== "wasm") return undefined;
  try {
    fuse(model);
    return RECOMPUTE_AS_NEEDED;
  } catch {
    return undefined; // trains as it is
  }
}
