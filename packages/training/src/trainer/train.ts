import { trainableVariables } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { createWeightAverage } from "../averaging/weightAverage.ts";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import type { RunOutcome } from "../callbacks/events.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import { withMicroBatches } from "../memory/microBatchTrainer.ts";
import { fuseModel } from "../model/fuseModel.ts";
import { createWeightGuard } from "../nonFinite/weightGuard.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import type { Trainer } from "../strategies/trainer.ts";
import type { Checkpointer, RunCheckpoints } from "./checkpointer.ts";
import { watchClassOrder } from "./classOrder.ts";
import { createTrainer } from "./createTrainer.ts";
import { createEpochIterator } from "./epochIterator.ts";
import { isAbort } from "../ranks/together.ts";
import { meetingIterator } from "./meetingIterator.ts";
import type { History } from "./history.ts";
import { createRun, endEpoch, isFinished, startRunningEpoch, startRunState } from "./runState.ts";
import { restoreCallbacks, restoreWeights } from "./savedRun.ts";
import { shareDecisions } from "./shareRun.ts";
import { trainEpoch, type TrainContext } from "./trainEpoch.ts";
import { validate } from "./validate.ts";

/** Trains a model from the beginning, or from the checkpoint that was read. */
export async function train(
  model: LayersModel,
  options: ResolvedFitOptions,
  checkpointer?: Checkpointer,
): Promise<History> {
  const saved = checkpointer?.saved;
  const state = startRunState(options, saved?.state);
  fuseModel(model, options.recompute);
  if (saved !== undefined) restoreWeights(model, saved.weights);
  const order = watchClassOrder(options, saved?.classOrder);
  const onEngine = (choice: EngineChoice): void => {
    state.engine = choice;
    checkpointer?.comparePlace(state);
  };
  const created = isFinished(state, options)
    ? await createTrainer(model, withoutSteps(options), () => undefined, saved?.trainer)
    : await createTrainer(model, options, onEngine, saved?.trainer);
  const trainer = withMicroBatches(model, options, created, saved?.trainer);
  const run = createRun(model, options, state, { trainer, isResumed: saved !== undefined });
  const resumed = saved?.data && { position: saved.data, isWithinEpoch: state.running !== undefined };
  const isEndless = options.stepsPerEpoch !== undefined;
  const { ranks } = options.replicas;
  const { signal } = options;
  const own = createEpochIterator(options.train, {
    isEndless,
    signal: ranks === undefined ? signal : undefined,
    resumed,
  });
  const control = { get: () => state.rateFactor, set: (factor: number) => void (state.rateFactor = factor) };
  const batches = ranks === undefined ? own : meetingIterator(own, { ranks, signal, control });
  const average = options.ema && createWeightAverage(trainableVariables(model), options.ema, saved?.average);
  const { callbacks } = options;
  const checkpoints = checkpointer?.attach({ model, state, order, trainer, average, callbacks, batches });
  const context: TrainContext = {
    ...{ options, run, state, trainer, batches, order, average },
    guard: createWeightGuard(model),
    isPrepared: false,
    learningRateAt: (epoch, step) => state.rateFactor * options.learningRateAt(epoch, step),
    afterStep: checkpoints && (() => checkpoints.afterStep()),
  };
  const started: Callback[] = [];
  let outcome: RunOutcome = { status: "finished" };
  try {
    if (saved !== undefined) {
      const missing = restoreCallbacks(callbacks, saved.callbacks);
      if (missing.length > 0)
        options.onWarning(`fit: resume: callbacks of the checkpoint are missing: ${missing.join(", ")}`);
    }
    for (const callback of callbacks) {
      await callback.onBegin?.(run);
      started.push(callback);
    }
    if (saved !== undefined) state.rateFactor = saved.state.rateFactor; // with what callbacks have multiplied again
    const history = await runEpochs(context, checkpoints);
    await checkpoints?.finish();
    if (history.stopped !== undefined) outcome = { status: "stopped", reason: history.stopped };
    return history;
  } catch (error) {
    const isAborted = ranks === undefined ? signal?.aborted === true : isAbort(error);
    outcome = { status: isAborted ? "aborted" : "failed", error };
    await (isAborted ? checkpoints?.afterAbort() : checkpoints?.afterFailure());
    throw error;
  } finally {
    average?.useAverage();
    average?.dispose();
    const closing = await closeAll(batches, trainer);
    const isFirst = closing !== undefined && !hasFailed(outcome); // an error of the run itself takes precedence
    if (isFirst) outcome = { status: "failed", error: closing.error };
    await callOnEnd(started, outcome, run);
    if (isFirst) throw closing.error;
  }
}

function hasFailed({ status }: RunOutcome): boolean {
  return status === "failed" || status === "aborted";
}

/** The options of a run that has nothing left to compute: no threads and no engine are started. */
function withoutSteps(options: ResolvedFitOptions): ResolvedFitOptions {
  const replicas = { ...options.replicas, count: 1, acrossRanks: false, ranks: undefined };
  return { ...options, engine: "tfjs", replicas };
}

/** Closes the dataset, and then the trainer even if the dataset fails to close. Returns the first error. */
async function closeAll(
  batches: TrainContext["batches"],
  trainer: Trainer,
): Promise<{ readonly error: unknown } | undefined> {
  const closed = await Promise.allSettled([batches.close()]);
  closed.push(...(await Promise.allSettled([trainer.close()])));
  const failed = closed.find((one) => one.status === "rejected");
  return failed && { error: failed.reason as unknown };
}

async function runEpochs(context: TrainContext, checkpoints: RunCheckpoints | undefined): Promise<History> {
  const { options, run, state, average, order } = context;
  while (!isFinished(state, options)) {
    const { epoch } = state;
    average?.useTrained();
    for (const callback of options.callbacks) await callback.onEpochBegin?.({ epoch }, run);
    const running = (state.running ??= startRunningEpoch(options.metrics));
    const { learningRate, ...measured } = await trainEpoch(context, epoch, running);
    average?.useAverage();
    order.endEpoch();
    state.stepsPerEpoch ??= running.step;
    const logs = { ...measured, ...(await validate(context, epoch)), learningRate };
    const end = { epoch, steps: state.steps, logs };
    for (const callback of options.callbacks) await callback.onEpochEnd?.(end, run);
    shareDecisions(options.replicas.ranks, state);
    endEpoch(state, end);
    await checkpoints?.afterEpoch();
  }
  const { done, steps, stopped, engine } = state;
  return { epochs: done, steps, stopped, engine, memoryPlan: run.memoryPlan };
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
  if (errors.length > 0 && !hasFailed(outcome)) throw errors[0];
}
