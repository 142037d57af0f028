import { dispose } from "@tensorflow/tfjs-core";
import { joined, type Sum } from "../step/averageGradients.ts";
import type { Batch } from "../batch/batch.ts";
import { checkBatch } from "../batch/checkBatch.ts";
import type { Logs, Run } from "../callbacks/callback.ts";
import type { TrainingCrew } from "../strategies/trainer.ts";
import type { Feed } from "./epochIterator.ts";
import type { FitPlan } from "../options/fitOptions.ts";
import { warnOfMemory } from "../memory/memoryWarning.ts";
import { holdStatistics } from "../step/movingStatistics.ts";
import {
  type Circumstances,
  refuseNaN,
  refuseNonFiniteBatch,
  refuseNonFiniteModel,
  refuseNonFiniteVariables,
} from "../nonFinite/nonFiniteChecks.ts";
import { NonFiniteError } from "../nonFinite/nonFiniteError.ts";
import { type Tallies, tallies } from "../metrics/epochMetrics.ts";
import { movingVariables, trainableVariables } from "../model/variables.ts";
import type { WeightGuard } from "../nonFinite/weightGuard.ts";

/** What a run works with, from its first step to its last. */
export interface Workshop {
  readonly plan: FitPlan;
  readonly run: Run;
  readonly crew: TrainingCrew;
  readonly feed: Feed<Batch>;
  readonly guard: WeightGuard;
}

const REMEMBERED_LOSSES = 5;

/** One epoch of training: what it logs, and how many steps of the run are done after it. */
export async function trainEpoch(
  shop: Workshop,
  epoch: number,
  stepsBefore: number,
): Promise<{ readonly logs: Logs; readonly steps: number }> {
  const { plan, run } = shop;
  const epochTally = tallies(plan.metrics);
  const lastLosses: number[] = [];
  let step = 0;
  let learningRate = NaN;
  await shop.feed.begin();
  while (step < (plan.stepsPerEpoch ?? Infinity)) {
    const at: Circumstances = { phase: "training", epoch, step };
    const statistics = holdStatistics(run.model);
    let taught: Sum | undefined;
    try {
      taught = await gather(shop, stepsBefore + step, epochTally, at);
      if (taught !== undefined) {
        learningRate = plan.rateAt(epoch, stepsBefore + step);
        await update(shop, taught, { ...at, learningRate, lastLosses });
      }
    } catch (error) {
      statistics.restore();
      throw error;
    }
    statistics.release();
    if (taught === undefined) break;
    const { loss, rows } = taught;
    lastLosses.push(loss);
    if (lastLosses.length > REMEMBERED_LOSSES) lastLosses.shift();
    const told = { epoch, step, loss, meanLoss: epochTally.meanLoss, rows, learningRate };
    for (const callback of plan.callbacks) await callback.onStepEnd?.(told, run);
    step++;
  }
  await refuseNonFiniteModel(run.model, { phase: "training", epoch, step: Math.max(0, step - 1) });
  return { logs: { ...epochTally.logs(""), learningRate }, steps: stepsBefore + step };
}

/** Changes the weights, unless what the step found is not finite. Takes over the gradients. */
async function update({ crew, guard, run }: Workshop, taught: Sum, at: Circumstances): Promise<void> {
  const { loss, gradients } = taught;
  const circumstances = { ...at, loss };
  let isTaken = false;
  try {
    if (!Number.isFinite(loss)) throw new NonFiniteError({ ...circumstances, where: "loss" });
    await refuseNonFiniteVariables("statistic", movingVariables(run.model), circumstances);
    isTaken = true;
    const variable = await crew.apply(gradients, at.learningRate ?? 0);
    if (variable !== undefined) throw new NonFiniteError({ ...circumstances, where: "gradient", variable });
    await refuseNonFiniteVariables("update", trainableVariables(run.model), circumstances);
    guard.own();
  } finally {
    if (!isTaken) dispose(gradients);
  }
}

/** The gradients of one step: of one batch, or of several as if they were one. `undefined` at the end of a pass. */
async function gather(
  shop: Workshop,
  step: number,
  epochTally: Tallies,
  at: Circumstances,
): Promise<Sum | undefined> {
  const { crew, plan, run, feed, guard } = shop;
  let sum: Sum | undefined;
  try {
    for (let part = 0; part < plan.accumulate; part++) {
      const batch = await feed.next();
      if (batch === undefined) break;
      checkBatch("fit", `train (${plan.train.label})`, batch, ["inputs", "targets"]);
      refuseNonFiniteBatch(batch, at);
      if (part === 0) await guard.refuseNewWeights(at);
      if (step === 0 && part === 0) warnOfMemory(run.model, plan, batch);
      const lesson = await crew.learn(batch, step * plan.accumulate + part);
      sum = joined(sum, lesson);
      refuseNaN(lesson.outputs, batch, { ...at, loss: lesson.loss });
      epochTally.add(lesson.loss, batch.targets, lesson.outputs);
    }
    return sum;
  } catch (error) {
    if (sum !== undefined) dispose(sum.gradients);
    throw error;
  }
}
