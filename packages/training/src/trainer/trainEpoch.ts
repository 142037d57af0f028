import { movingVariables, trainableVariables, type Variables } from "@tensorloom/graph/internal";
import { dispose, type NamedTensorMap } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import { averageGradients, type AccumulatedGradients } from "../step/averageGradients.ts";
import type { Batch } from "../batch/batch.ts";
import { checkBatch } from "../batch/checkBatch.ts";
import type { TrainingRun } from "../callbacks/callback.ts";
import type { Logs } from "../callbacks/events.ts";
import { gradientHooks } from "./gradientHooks.ts";
import type { Trainer } from "../strategies/trainer.ts";
import type { EpochIterator } from "./epochIterator.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { keepPlacement } from "../ranks/placement.ts";
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
import type { ClassOrderWatch } from "./classOrder.ts";
import type { RunningEpoch, RunState } from "./runState.ts";
import type { WeightAverage } from "../averaging/weightAverage.ts";
import type { WeightGuard } from "../nonFinite/weightGuard.ts";

/** What the train steps of a run share. */
export interface TrainContext {
  readonly options: ResolvedFitOptions;
  readonly run: TrainingRun;
  readonly state: RunState;
  readonly trainer: Trainer;
  readonly batches: EpochIterator<Batch>;
  readonly order: ClassOrderWatch;
  readonly guard: WeightGuard;
  readonly average: WeightAverage | undefined;
  /** Whether a batch of this process has chosen the engine. */
  isPrepared: boolean;
  /** The learning rate of a step of the run. */
  readonly learningRateAt: (epoch: number, step: number) => number;
  /** Called after each step and its callbacks, if the run has checkpoints. */
  readonly afterStep?: (() => Promise<void>) | undefined;
}

/** The place of a step in the run, for errors and callbacks. */
type StepContext = NonFiniteContext & { readonly epoch: number; readonly step: number };

const MAX_LAST_LOSSES = 5;

/** Trains for one epoch, or for the rest of one. Returns its logs. */
export async function trainEpoch(context: TrainContext, epoch: number, running: RunningEpoch): Promise<Logs> {
  const { options, run, state, order } = context;
  const { metrics, lastLosses } = running;
  const hooks = gradientHooks(options.callbacks);
  const variables = { trainable: trainableVariables(run.model), moving: movingVariables(run.model) };
  await context.batches.startEpoch();
  while (running.step < (options.stepsPerEpoch ?? Infinity)) {
    const { step } = running;
    const at: StepContext = { phase: "training", epoch, step };
    const statistics = saveMovingStatistics(variables.moving);
    let computed: ComputedStep | undefined;
    try {
      computed = await accumulateGradients(context, at);
      if (computed !== undefined) {
        running.learningRate = context.learningRateAt(epoch, state.steps);
        const found = { ...at, learningRate: running.learningRate, lastLosses };
        await updateWeights(context, variables, computed.sum, found, hooks.hold);
      }
    } catch (error) {
      statistics.restore();
      hooks.discard();
      throw error;
    }
    statistics.release();
    if (computed === undefined) break;
    for (const part of computed.parts) {
      metrics.update(part.loss, part.targets, part.outputs);
      order.observe(part);
    }
    const { loss, rows } = computed.sum;
    lastLosses.push(loss);
    if (lastLosses.length > MAX_LAST_LOSSES) lastLosses.shift();
    await hooks.call({ epoch, step }, run);
    running.step++;
    state.steps++;
    const { learningRate } = running;
    const stepEnd = { epoch, step, loss, meanLoss: metrics.meanLoss, rows, learningRate };
    for (const callback of options.callbacks) await callback.onStepEnd?.(stepEnd, run);
    await context.afterStep?.();
  }
  await assertFiniteModel(run.model, { phase: "training", epoch, step: Math.max(0, running.step - 1) });
  return { ...metrics.logs(""), learningRate: running.learningRate };
}

/** Updates the weights, unless the loss, a statistic or a gradient is not finite. Disposes the gradients. */
async function updateWeights(
  { trainer, guard, average }: TrainContext,
  { trainable, moving }: Readonly<Record<"trainable" | "moving", Variables>>,
  accumulated: AccumulatedGradients,
  at: NonFiniteContext,
  onGradients?: (gradients: NamedTensorMap) => void,
): Promise<void> {
  const { loss, gradients } = accumulated;
  const found = { ...at, loss };
  let isTaken = false;
  try {
    if (!Number.isFinite(loss)) throw new NonFiniteError({ ...found, where: "loss" });
    await assertFiniteVariables("statistic", moving, found);
    isTaken = true;
    const variable = await trainer.applyGradients(gradients, at.learningRate ?? 0, onGradients);
    if (variable !== undefined) throw new NonFiniteError({ ...found, where: "gradient", variable });
    await assertFiniteVariables("update", trainable, found);
    average?.update();
    guard.acceptWeights();
  } finally {
    if (!isTaken) dispose(gradients);
  }
}

/** The gradients of a step, and what its metrics count when it has been applied. */
interface ComputedStep {
  readonly sum: AccumulatedGradients;
  readonly parts: readonly StepPart[];
}

/** What the metrics count of one batch. */
interface StepPart {
  readonly loss: number;
  readonly targets: NDArray;
  readonly outputs: NDArray;
}

/** Gradient accumulation: the gradients of one step, over `accumulate` batches. `undefined` at the end of a pass. */
async function accumulateGradients(
  context: TrainContext,
  at: StepContext,
): Promise<ComputedStep | undefined> {
  const { trainer, options, run, batches, guard, state } = context;
  const parts: StepPart[] = [];
  let sum: AccumulatedGradients | undefined;
  try {
    for (let part = 0; part < options.accumulate; part++) {
      const next = await batches.next();
      if (next === undefined) break;
      checkBatch("fit", `train (${options.train.label})`, next, ["inputs", "targets"]);
      assertFiniteBatch(next, at);
      const batch = keepPlacement(next, options.weightClasses(next));
      for (const callback of options.callbacks)
        await callback.onTrainBatch?.({ epoch: at.epoch, step: at.step, batch }, run);
      if (part === 0) await guard.assertNewWeightsFinite(at);
      if (!context.isPrepared) {
        const { name } = await trainer.prepare(batch);
        warnAboutMemory(run.model, options, batch, name);
        context.isPrepared = true;
      }
      const result = await trainer.computeGradients(batch, state.steps * options.accumulate + part);
      sum = averageGradients(sum, result);
      assertNoNaN(result.outputs, batch, { ...at, loss: result.loss });
      const targets = result.targets ?? keepTargets(batch, options);
      parts.push({ loss: result.loss, targets, outputs: result.outputs });
    }
    return sum && { sum, parts };
  } catch (error) {
    if (sum !== undefined) dispose(sum.gradients);
    throw error;
  }
}

/** The targets until the step has been applied: a pool may use a batch's memory for the next one. */
function keepTargets({ targets }: Batch, { accumulate }: ResolvedFitOptions): NDArray {
  return accumulate === 1 ? targets : { data: targets.data.slice(), shape: targets.shape };
}
