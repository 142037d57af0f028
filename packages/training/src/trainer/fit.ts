import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Callback, Ending, EpochEnd, Logs, Run } from "../callbacks/callback.ts";
import { type ClassOrder, classOrder } from "./classOrder.ts";
import type { TrainingCrew } from "../strategies/trainer.ts";
import { measured } from "./evaluate.ts";
import { reserveModel } from "../model/reserveModel.ts";
import { feed } from "./epochIterator.ts";
import type { FitOptions, FitPlan } from "../options/fitOptions.ts";
import { fitPlan } from "../options/resolveFitOptions.ts";
import { checkValidation } from "./checkValidation.ts";
import type { History } from "./history.ts";
import { inMicroBatches } from "../memory/microBatchTrainer.ts";
import { leanModel } from "../model/leanModel.ts";
import { replicasWarning } from "../options/replicasOptions.ts";
import { trainingCrewOf } from "../replicas/replicatedTrainer.ts";
import { settleFlags } from "../model/syncTrainableFlags.ts";
import { trainEpoch, type Workshop } from "./trainEpoch.ts";
import { trainableVariables } from "../model/variables.ts";
import { weightGuard } from "../nonFinite/weightGuard.ts";

/**
 * Trains a model on a dataset of batches.
 *
 * An epoch is one pass over `train`, opened as that epoch, so that shuffles draw anew; or `stepsPerEpoch` steps of passes
 * that follow one another. After each epoch the model is measured on `validation`, then callbacks see all numbers.
 * Frozen layers are really frozen: no gradient is computed for them, and their batch normalisation keeps its statistics.
 * A model is trained by one run at a time; evaluating and predicting meanwhile is allowed, with the weights of the moment.
 * Every step leaves as many live tensors as it found, and however the run ends nothing of it stays behind.
 *
 * @returns Every epoch's numbers: `loss` and the metrics, of the validation with `val_` before, and `learningRate`.
 * @throws NonFiniteError if a batch, the model, a loss or a gradient holds NaN or an infinity; RangeError where an option, a
 * batch or the model does not fit; TypeError where one is of the wrong kind; Error if another run trains the model.
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
  const plan = fitPlan(model, options);
  plan.signal?.throwIfAborted();
  settleFlags(model);
  if (trainableVariables(model).size === 0)
    throw new RangeError(`fit: ${model.name} has nothing to train: every layer is frozen`);

  if (plan.validation !== undefined) await checkValidation(model, plan, plan.validation);
  const crowded = replicasWarning("fit", plan.replicas);
  if (crowded !== undefined) plan.onWarning(crowded);
  const release = reserveModel(model);
  try {
    return await train(model, plan);
  } finally {
    release();
  }
}

async function train(model: LayersModel, plan: FitPlan): Promise<History> {
  const watch: Watch = { stopped: undefined, stepsPerEpoch: stepsOf(plan) };
  const run = runOf(model, plan, watch);
  leanModel(model, plan.recompute);
  const order = classOrder(plan);
  const crew = inMicroBatches(model, plan, await trainingCrewOf(model, plan), order);
  const shop: Workshop = {
    plan,
    run,
    crew,
    feed: feed(plan.train, plan.stepsPerEpoch !== undefined, plan.signal),
    guard: weightGuard(model),
  };
  const begun: Callback[] = [];
  let ending: Ending = { how: "finished" };
  try {
    for (const callback of plan.callbacks) {
      await callback.onBegin?.(run);
      begun.push(callback);
    }
    const history = await epochs(shop, watch, order);
    if (history.stopped !== undefined) ending = { how: "stopped", reason: history.stopped };
    return history;
  } catch (error) {
    ending = { how: plan.signal?.aborted === true ? "aborted" : "failed", error };
    throw error;
  } finally {
    await close(shop.feed, crew);
    await endAll(begun, ending, run);
  }
}

/** The crew ends also where the dataset fails to close. */
async function close(batches: Workshop["feed"], crew: TrainingCrew): Promise<void> {
  try {
    await batches.close();
  } finally {
    await crew.close();
  }
}

/** What a run finds out on its way. */
interface Watch {
  stopped: string | undefined;
  stepsPerEpoch: number | undefined;
}

function stepsOf({ stepsPerEpoch, train, accumulate }: FitPlan): number | undefined {
  return stepsPerEpoch ?? (train.size === undefined ? undefined : Math.ceil(train.size / accumulate));
}

function runOf(model: LayersModel, plan: FitPlan, watch: Watch): Run {
  return {
    model,
    epochs: plan.epochs,
    get stepsPerEpoch() {
      return watch.stepsPerEpoch;
    },
    logs: plan.logs,
    stop(reason) {
      watch.stopped ??= reason;
    },
  };
}

async function epochs(shop: Workshop, watch: Watch, order: ClassOrder): Promise<History> {
  const { plan, run } = shop;
  const done: EpochEnd[] = [];
  let steps = 0;
  for (let epoch = 0; epoch < plan.epochs && watch.stopped === undefined; epoch++) {
    for (const callback of plan.callbacks) await callback.onEpochBegin?.({ epoch }, run);
    const trained = await trainEpoch(shop, epoch, steps);
    order.end();
    watch.stepsPerEpoch ??= trained.steps - steps;
    steps = trained.steps;
    const { learningRate, ...measured } = trained.logs;
    const end = { epoch, steps, logs: { ...measured, ...(await validated(shop, epoch)), learningRate } };
    done.push(end);
    for (const callback of plan.callbacks) await callback.onEpochEnd?.(end, run);
  }
  return { epochs: done, steps, stopped: watch.stopped };
}

async function validated({ crew, plan }: Workshop, epoch: number): Promise<Logs> {
  const { validation, metrics, signal } = plan;
  if (validation === undefined) return {};
  const at = { phase: "validation" as const, epoch };
  const logs = await measured(crew, validation, plan.loss, metrics, signal, at);
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
}

/** Ends every callback, also where one of them fails; an error of the run itself comes first. */
async function endAll(callbacks: readonly Callback[], ending: Ending, run: Run): Promise<void> {
  const errors: unknown[] = [];
  for (const callback of callbacks) {
    try {
      await callback.onEnd?.(ending, run);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0 && ending.how !== "failed" && ending.how !== "aborted") throw errors[0];
}
