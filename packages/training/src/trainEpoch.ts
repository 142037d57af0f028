import { dispose, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { joined, type Sum } from "./accumulate.ts";
import type { Batch } from "./batch.ts";
import type { Logs, Run } from "./callback.ts";
import { clipped } from "./clip.ts";
import type { Feed } from "./feed.ts";
import type { FitPlan } from "./fitPlan.ts";
import { learn } from "./lesson.ts";
import { NonFiniteError } from "./nonFiniteError.ts";
import type { OptimizerRun } from "./optimizer.ts";
import type { DropoutSeeds } from "./seededDropout.ts";
import { type Tallies, tallies } from "./tallies.ts";
import type { Variables } from "./variables.ts";

/** What a run works with, from its first step to its last. */
export interface Workshop {
  readonly model: LayersModel;
  readonly plan: FitPlan;
  readonly run: Run;
  readonly variables: Variables;
  readonly optimizer: OptimizerRun;
  readonly feed: Feed<Batch>;
  readonly dropout: DropoutSeeds;
}

const REMEMBERED_LOSSES = 5;

/** One epoch of training: what it logs, and how many steps of the run are done after it. */
export async function trainEpoch(
  shop: Workshop,
  epoch: number,
  stepsBefore: number,
): Promise<{ readonly logs: Logs; readonly steps: number }> {
  const { plan, run, optimizer } = shop;
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
      tidy(() => optimizer.apply(clipped(gradients, plan.clip), learningRate));
    } finally {
      dispose(gradients);
    }
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
  const { model, plan, variables, feed, dropout } = shop;
  let sum: Sum | undefined;
  try {
    for (let part = 0; part < plan.accumulate; part++) {
      const batch = await feed.next();
      if (batch === undefined) break;
      dropout.at(step * plan.accumulate + part);
      const lesson = await learn(model, variables, plan.loss, batch);
      sum = joined(sum, lesson);
      epochTally.add(lesson.loss, batch.targets, lesson.outputs);
    }
    return sum;
  } catch (error) {
    if (sum !== undefined) dispose(sum.gradients);
    throw error;
  }
}
