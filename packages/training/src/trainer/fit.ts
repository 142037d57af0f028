import { trainableVariables } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { listenForTermination } from "../checkpoint/termination.ts";
import { TerminatedError } from "../checkpoint/terminatedError.ts";
import { agreed } from "../ranks/together.ts";
import { reserveModel } from "../model/reserveModel.ts";
import { syncTrainableFlags } from "../model/syncTrainableFlags.ts";
import type { FitOptions, ResolvedFitOptions } from "../options/fitOptions.ts";
import { warnOfReplicas, joinRanks } from "../options/replicasOptions.ts";
import { resolveFitOptions } from "../options/resolveFitOptions.ts";
import type { Checkpointer } from "./checkpointer.ts";
import { checkValidation } from "./checkValidation.ts";
import type { History } from "./history.ts";
import { shareOptions, trainTogether } from "./shareRun.ts";
import { train } from "./train.ts";

/**
 * Trains a model on a dataset of batches.
 *
 * An epoch is one pass over `train`, opened as that epoch so that shuffles use a new order, or `stepsPerEpoch` train
 * steps. After each epoch the model is evaluated on `validation`, then callbacks receive the logs. Frozen layers get no
 * gradients, and their batch normalisation keeps its moving statistics. Only one run at a time may train a model;
 * evaluating and predicting during the run use the current weights. No step and no run leaks a tensor. With `checkpoint`,
 * a run that was killed continues with `resume: true` as if nothing had happened.
 *
 * @returns The logs of every epoch: `loss`, the metrics, the same with the prefix `val_` for validation, `learningRate`.
 * @throws NonFiniteError if a batch, the model, a loss or a gradient contains NaN or an infinity; RangeError if an option,
 * a batch or the model does not fit; TypeError if a value has the wrong type; Error if another run trains the model;
 * CheckpointError if the checkpoints are of another run; FileWriteError if they cannot be written; TerminatedError after
 * SIGTERM.
 * @see Keras, `Model.fit`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { binaryCrossEntropy, fit } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, activation: "sigmoid", inputShape: [1] })] });
 * const batch = {
 *   inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
 *   targets: { data: Float32Array.of(0, 0, 1, 1), shape: [4] },
 * };
 * const history = await fit(model, { train: fromArray([batch]), epochs: 30, loss: binaryCrossEntropy(), schedule: 0.5 });
 * history.epochs[29].logs.auc; // => 1
 * ```
 */
export async function fit(model: LayersModel, options: FitOptions): Promise<History> {
  const checked = resolveFitOptions(model, options);
  const { ranks } = await joinRanks("fit", checked.replicas);
  const resolved = ranks === undefined ? checked : shareOptions(checked, ranks);
  resolved.signal?.throwIfAborted();
  syncTrainableFlags(model);
  if (trainableVariables(model).size === 0)
    throw new RangeError(`fit: ${model.name} has nothing to train: every layer is frozen`);

  if (resolved.validation !== undefined) await checkValidation(model, resolved, resolved.validation);
  const warning = warnOfReplicas("fit", resolved.replicas);
  if (warning !== undefined) resolved.onWarning(warning);
  const release = reserveModel(model);
  try {
    return await trainTogether(ranks, model, () =>
      resolved.checkpoint === undefined ? train(model, resolved) : trainInFolder(model, resolved),
    );
  } finally {
    release();
  }
}

/** Trains with checkpoints. SIGTERM ends the run as an abort does. */
async function trainInFolder(model: LayersModel, options: ResolvedFitOptions): Promise<History> {
  const { checkpoint } = options;
  if (checkpoint === undefined) return train(model, options);
  const termination = listenForTermination(options.signal, options.replicas.ranks !== undefined);
  const { signal } = termination;
  let checkpointer: Checkpointer | undefined;
  try {
    const { openSharedCheckpointer } = await import("./sharedCheckpointer.ts"); // bundlers load it only when it is needed
    const { ranks } = options.replicas;
    checkpointer = await openSharedCheckpointer(model, { ...options, signal }, checkpoint, ranks);
    return await train(model, { ...options, signal }, checkpointer);
  } catch (error) {
    if (!termination.isReason(error)) throw error;
    throw agreed(new TerminatedError(checkpoint.folder, checkpointer?.writtenSteps ?? 0));
  } finally {
    termination.stop();
  }
}
