import { movingVariables, trainableVariables } from "@tensorloom/graph/internal";
import { dispose, type NamedTensorMap } from "@tensorflow/tfjs-core";
import { averageGradients, type AccumulatedGradients } from "../step/averageGradients.ts";
import type { Batch } from "../batch/batch.ts";
import { checkBatch } from "../batch/checkBatch.ts";
import type { TrainingRun } from "../callbacks/callback.ts";
import type { Logs } from "../callbacks/events.ts";
import { gradientHooks } from "./gradientHooks.ts";
import type { Trainer } from "../strategies/trainer.ts";
import type { EpochIterator } from "./epochIterator.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { warnAboutMemory } from "../memory/memoryWarning.ts";
import { saveMovingStatistics } from "../step/movingStatistics.ts";
import {
  type NonFiniteContext,
  assertNoNaN,
  assertFiniteBatch,
  assertFiniteModel,
  assertFiniteVariables,
} from "../nonFinite/assertFinite.ts";
import { NonFiniteError } from "../nonFinite/nonFiniteError.ts";
import { type EpochMetrics, createEpochMetrics } from "../metrics/epochMetrics.ts";
import type { WeightAverage } from "../averaging/weightAverage.ts";
import type { WeightGuard } from "../nonFinite/weightGuard.ts";

/** What the train steps of a run share. */
export interface TrainContext {
  readonly options: ResolvedFitOptions;
  readonly run: TrainingRun;
  readonly trainer: Trainer;
  readonly batches: EpochIterator<Batch>;
  readonly guard: WeightGuard;
  readonly average: WeightAverage | undefined;
  /** The learning rate of a step of the run. */
  readonly learningRateAt: (epoch: number, step: number) => number;
}

/** Where a step is in the run, for errors and callbacks. */
type StepContext = NonFiniteContext & { readonly epoch: number; readonly step: number };

const MAX_LAST_LOSSES = 5;

/** Trains for one epoch. Returns its logs and the number of steps of the run so far. */
export async function trainEpoch(
  context: TrainContext,
  epoch: number,
  stepsBefore: number,
): Promise<{ readonly logs: Logs; readonly steps: number }> {
  const { options, run } = context;
  const epochMetrics = createEpochMetrics(options.metrics);
  const lastLosses: number[] = [];
  let step = 0;
  let learningRate = NaN;
  const hooks = gradientHooks(options.callbacks);
  await context.batches.startEpoch();
  while (step < (options.stepsPerEpoch ?? Infinity)) {
    const at: StepContext = { phase: "training", epoch, step };
    const statistics = saveMovingStatistics(run.model);
    let accumulated: AccumulatedGradients | undefined;
    try {
      accumulated = await accumulateGradients(context, stepsBefore + step, epochMetrics, at);
      if (accumulated !== undefined) {
        learningRate = context.learningRateAt(epoch, stepsBefore + step);
        await updateWeights(context, accumulated, { ...at, learningRate, lastLosses }, hooks.hold);
      }
    } catch (error) {
      statistics.restore();
      hooks.discard();
      throw error;
    }
    statistics.release();
    if (accumulated === undefined) break;
    const { loss, rows } = accumulated;
    lastLosses.push(loss);
    if (lastLosses.length > MAX_LAST_LOSSES) lastLosses.shift();
    await hooks.call({ epoch, step }, run);
    const stepEnd = { epoch, step, loss, meanLoss: epochMetrics.meanLoss, rows, learningRate };
    for (const callback of options.callbacks) await callback.onStepEnd?.(stepEnd, run);
    step++;
  }
  await assertFiniteModel(run.model, { phase: "training", epoch, step: Math.max(0, step - 1) });
  return { logs: { ...epochMetrics.logs(""), learningRate }, steps: stepsBefore + step };
}

/** Updates the weights, unless the loss, a statistic or a gradient is not finite. Disposes the gradients. */
async function updateWeights(
  { trainer, guard, run, average }: TrainContext,
  accumulated: AccumulatedGradients,
  at: NonFiniteContext,
  onGradients?: (gradients: NamedTensorMap) => void,
): Promise<void> {
  const { loss, gradients } = accumulated;
  const found = { ...at, loss };
  let isTaken = false;
  try {
    if (!Number.isFinite(loss)) throw new NonFiniteError({ ...found, where: "loss" });
    await assertFiniteVariables("statistic", movingVariables(run.model), found);
    isTaken = true;
    const variable = await trainer.applyGradients(gradients, at.learningRate ?? 0, onGradients);
    if (variable !== undefined) throw new NonFiniteError({ ...found, where: "gradient", variable });
    await assertFiniteVariables("update", trainableVariables(run.model), found);
    average?.update();
    guard.acceptWeights();
  } finally {
    if (!isTaken) dispose(gradients);
  }
}

/** Gradient accumulation: the gradients of one step, over `accumulate` batches. `undefined` at the end of a pass. */
async function accumulateGradients(
  context: TrainContext,
  step: number,
  epochMetrics: EpochMetrics,
  at: StepContext,
): Promise<AccumulatedGradients | undefined> {
  const { trainer, options, run, batches, guard } = context;
  let sum: AccumulatedGradients | undefined;
  try {
    for (let part = 0; part < options.accumulate; part++) {
      const next = await batches.next();
      if (next === undefined) break;
      checkBatch("fit", `train (${options.train.label})`, next, ["inputs", "targets"]);
      assertFiniteBatch(next, at);
      const batch = options.weightClasses(next);
      for (const callback of options.callbacks)
        await callback.onTrainBatch?.({ epoch: at.epoch, step: at.step, batch }, run);
      if (part === 0) await guard.assertNewWeightsFinite(at);
      if (step === 0 && part === 0) {
        const { name } = await trainer.prepare(batch);
        warnAboutMemory(run.model, options, batch, name);
      }
      const result = await trainer.computeGradients(batch, step * options.accumulate + part);
      sum = averageGradients(sum, result);
      assertNoNaN(result.outputs, batch, { ...at, loss: result.loss });
      epochMetrics.update(result.loss, batch.targets, result.outputs);
    }
    return sum;
  } catch (error) {
    if (sum !== undefined) dispose(sum.gradients);
    throw error;
  }
}
