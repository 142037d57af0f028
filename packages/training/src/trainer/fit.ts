import { finite } from "@tensorloom/core/internal";
import { trainableVariables } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import type { RunOutcome, EpochEnd } from "../callbacks/events.ts";
import { type ClassOrderWatch, watchClassOrder } from "./classOrder.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import type { Trainer } from "../strategies/trainer.ts";
import { reserveModel } from "../model/reserveModel.ts";
import { createEpochIterator } from "./epochIterator.ts";
import type { FitOptions, ResolvedFitOptions } from "../options/fitOptions.ts";
import { resolveFitOptions } from "../options/resolveFitOptions.ts";
import { checkValidation } from "./checkValidation.ts";
import type { History } from "./history.ts";
import { withMicroBatches } from "../memory/microBatchTrainer.ts";
import { fuseModel } from "../model/fuseModel.ts";
import { describeOversubscription } from "../options/replicasOptions.ts";
import { createTrainer } from "./createTrainer.ts";
import { syncTrainableFlags } from "../model/syncTrainableFlags.ts";
import { trainEpoch, type TrainContext } from "./trainEpoch.ts";
import { validate } from "./validate.ts";
import { createWeightAverage } from "../averaging/weightAverage.ts";
import { createWeightGuard } from "../nonFinite/weightGuard.ts";

/**
 * Trains a model on a dataset of batches.
 *
 * An epoch is one pass over `train`, opened as that epoch so that shuffles use a new order, or `stepsPerEpoch` train
 * steps. After each epoch the model is evaluated on `validation`, then callbacks receive the logs. Frozen layers get no
 * gradients, and their batch normalisation keeps its moving statistics. Only one run at a time may train a model;
 * evaluating and predicting during the run use the current weights. No step and no run leaks a tensor.
 *
 * @returns The logs of every epoch: `loss`, the metrics, the same with the prefix `val_` for validation, `learningRate`.
 * @throws NonFiniteError if a batch, the model, a loss or a gradient contains NaN or an infinity; RangeError if an option,
 * a batch or the model does not fit; TypeError if a value has the wrong type; Error if another run trains the model.
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
  const resolved = resolveFitOptions(model, options);
  resolved.signal?.throwIfAborted();
  syncTrainableFlags(model);
  if (trainableVariables(model).size === 0)
    throw new RangeError(`fit: ${model.name} has nothing to train: every layer is frozen`);

  if (resolved.validation !== undefined) await checkValidation(model, resolved, resolved.validation);
  const oversubscribed = describeOversubscription("fit", resolved.replicas);
  if (oversubscribed !== undefined) resolved.onWarning(oversubscribed);
  const release = reserveModel(model);
  try {
    return await train(model, resolved);
  } finally {
    release();
  }
}

async function train(model: LayersModel, options: ResolvedFitOptions): Promise<History> {
  const stepsPerEpoch = countSteps(options);
  const state: RunState = { stopped: undefined, stepsPerEpoch, engine: undefined, rateFactor: 1 };
  const run = createRun(model, options, state);
  fuseModel(model, options.recompute);
  const order = watchClassOrder(options);
  const onEngine = (choice: EngineChoice): void => {
    state.engine = choice;
  };
  const trainer = withMicroBatches(model, options, await createTrainer(model, options, onEngine), (batch) =>
    order.observe(batch),
  );
  const context: TrainContext = {
    options,
    run,
    trainer,
    batches: createEpochIterator(options.train, options.stepsPerEpoch !== undefined, options.signal),
    guard: createWeightGuard(model),
    average: options.ema && createWeightAverage(trainableVariables(model), options.ema),
    learningRateAt: (epoch, step) => state.rateFactor * options.learningRateAt(epoch, step),
  };
  const started: Callback[] = [];
  let outcome: RunOutcome = { status: "finished" };
  try {
    for (const callback of options.callbacks) {
      await callback.onBegin?.(run);
      started.push(callback);
    }
    const history = await runEpochs(context, state, order);
    if (history.stopped !== undefined) outcome = { status: "stopped", reason: history.stopped };
    return history;
  } catch (error) {
    outcome = { status: options.signal?.aborted === true ? "aborted" : "failed", error };
    throw error;
  } finally {
    context.average?.useAverage();
    context.average?.dispose();
    await closeAll(context.batches, trainer);
    await callOnEnd(started, outcome, run);
  }
}

/** Closes the dataset, and then the trainer even if the dataset fails to close. */
async function closeAll(batches: TrainContext["batches"], trainer: Trainer): Promise<void> {
  try {
    await batches.close();
  } finally {
    await trainer.close();
  }
}

/** What changes during a run. */
interface RunState {
  stopped: string | undefined;
  stepsPerEpoch: number | undefined;
  engine: EngineChoice | undefined;
  /** What callbacks have multiplied the learning rate by. */
  rateFactor: number;
}

function countSteps({ stepsPerEpoch, train, accumulate }: ResolvedFitOptions): number | undefined {
  return stepsPerEpoch ?? (train.size === undefined ? undefined : Math.ceil(train.size / accumulate));
}

function createRun(model: LayersModel, options: ResolvedFitOptions, state: RunState): TrainingRun {
  return {
    model,
    epochs: options.epochs,
    get stepsPerEpoch() {
      return state.stepsPerEpoch;
    },
    get engine() {
      return state.engine;
    },
    loggedMetrics: options.loggedMetrics,
    hyperparameters: options.hyperparameters,
    stop(reason) {
      state.stopped ??= reason;
    },
    scaleLearningRate(factor) {
      state.rateFactor *= finite("fit: scaleLearningRate: factor", factor, 0);
    },
  };
}

async function runEpochs(context: TrainContext, state: RunState, order: ClassOrderWatch): Promise<History> {
  const { options, run } = context;
  const done: EpochEnd[] = [];
  let steps = 0;
  for (let epoch = 0; epoch < options.epochs && state.stopped === undefined; epoch++) {
    context.average?.useTrained();
    for (const callback of options.callbacks) await callback.onEpochBegin?.({ epoch }, run);
    const trained = await trainEpoch(context, epoch, steps);
    context.average?.useAverage();
    order.endEpoch();
    state.stepsPerEpoch ??= trained.steps - steps;
    steps = trained.steps;
    const { learningRate, ...measured } = trained.logs;
    const end = { epoch, steps, logs: { ...measured, ...(await validate(context, epoch)), learningRate } };
    done.push(end);
    for (const callback of options.callbacks) await callback.onEpochEnd?.(end, run);
  }
  return { epochs: done, steps, stopped: state.stopped, engine: state.engine };
}

/** Calls `onEnd` of every callback, even if one of them fails. An error of the run itself takes precedence. */
async function callOnEnd(
  callbacks: readonly Callback[],
  outcome: RunOutcome,
  run: TrainingRun,
): Promise<void> {
  const errors: unknown[] = [];
  for (const callback of callbacks) {
    try {
      await callback.onEnd?.(outcome, run);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0 && outcome.status !== "failed" && outcome.status !== "aborted") throw errors[0];
}
