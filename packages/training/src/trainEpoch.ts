import { dispose } from "@tensorflow/tfjs-core";
import { joined, type Sum } from "./accumulate.ts";
import type { Batch } from "./batch.ts";
import type { Logs, Run } from "./callback.ts";
import type { TrainingCrew } from "./crew.ts";
import type { Feed } from "./feed.ts";
import type { FitPlan } from "./fitPlan.ts";
import { warnOfMemory } from "./memoryWarning.ts";
import { NonFiniteError } from "./nonFiniteError.ts";
import { type Tallies, tallies } from "./tallies.ts";

/** What a run works with, from its first step to its last. */
export interface Workshop {
  readonly plan: FitPlan;
  readonly run: Run;
  readonly crew: TrainingCrew;
  readonly feed: Feed<Batch>;
}

const REMEMBERED_LOSSES = 5;

/** One epoch of training: what it logs, and how many steps of the run are done after it. */
export async function trainEpoch(
  shop: Workshop,
  epoch: number,
  stepsBefore: number,
): Promise<{ readonly logs: Logs; readonly steps: number }> {
  const { plan, run, crew } = shop;
  const epochTally = tallies(plan.metrics);
  const lastLosses: number[] = [];
  let step = 0;
  let learningRate = NaN;
  await shop.feed.begin();
  while (step < (plan.stepsPerEpoch ?? Infinity)) {
    const taught = await gather(shop, stepsBefore + step, epochTally);
    if (taught === undefined) break;
    const { loss, rows, gradients } = taught;
    try {
      learningRate = plan.rateAt(epoch, stepsBefore + step);
      if (!Number.isFinite(loss)) {
        throw new NonFiniteError({ phase: "training", loss, epoch, step, learningRate, lastLosses });
      }
    } catch (error) {
      dispose(gradients);
      throw error;
    }
    crew.apply(gradients, learningRate);
    lastLosses.push(loss);
    if (lastLosses.length > REMEMBERED_LOSSES) lastLosses.shift();
    const told = { epoch, step, loss, meanLoss: epochTally.meanLoss, rows, learningRate };
    for (const callback of plan.callbacks) await callback.onStepEnd?.(told, run);
    step++;
  }
  return { logs: { ...epochTally.logs(""), learningRate }, steps: stepsBefore + step };
}

/** The gradients of one step: of one batch, or of several as if they were one. `undefined` at the end of a pass. */
async function gather(shop: Workshop, step: number, epochTally: Tallies): Promise<Sum | undefined> {
  const { crew, plan, run, feed } = shop;
  let sum: Sum | undefined;
  try {
    for (let part = 0; part < plan.accumulate; part++) {
      const batch = await feed.next();
      if (batch === undefined) break;
      if (step === 0 && part === 0) warnOfMemory(run.model, plan, batch);
      const lesson = await crew.learn(batch, step * plan.accumulate + part);
      sum = joined(sum, lesson);
      epochTally.add(lesson.loss, batch.targets, lesson.outputs);
    }
    return sum;
  } catch (error) {
    if (sum !== undefined) dispose(sum.gradients);
    throw error;
  }
}
