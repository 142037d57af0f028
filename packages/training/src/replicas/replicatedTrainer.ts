import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { InputBatch } from "../batch/batch.ts";
import { alone, aloneInTraining } from "../strategies/singleThread.ts";
import type { Crew, TrainingCrew } from "../strategies/trainer.ts";
import type { FitPlan } from "../options/fitOptions.ts";
import { freezeStatistics } from "@tensorloom/graph/internal";
import { emitWarning } from "../options/emitWarning.ts";
import type { Optimizer, OptimizerRun } from "../optimizers/optimizer.ts";
import { seedDropout } from "../step/seededDropout.ts";
import type { LogitsArray } from "../losses/logits.ts";
import { movingVariables, trainableVariables, type Variables } from "../model/variables.ts";
import { answerShare, type Asked } from "./predictShard.ts";
import { applyShare, takeWeights } from "./applyGradients.ts";
import { type Leader, lead } from "./coordinator.ts";
import { judged, learnShare } from "./trainShard.ts";
import type { TrainingPost } from "./replicaContext.ts";
import { type ReplicasPlan, replicasWarning } from "../options/replicasOptions.ts";

/** Who predicts: this thread, or as many replicas as are asked for. */
export async function crewOf(
  who: string,
  model: LayersModel,
  replicas: ReplicasPlan,
  signal: AbortSignal | undefined,
): Promise<Crew> {
  if (replicas.count === 1) return alone(who, model);
  const crowded = replicasWarning(who, replicas);
  if (crowded !== undefined) emitWarning(crowded);
  return predicting(who, await lead(who, model, replicas, undefined, signal));
}

function predicting(who: string, leader: Leader): Crew {
  function ask(batch: InputBatch, asked: Asked): LogitsArray {
    const share = leader.hand(batch, (share) => ({ kind: "answer", share, asked }));
    return answerShare(who, leader.post, share, asked);
  }
  return {
    answer: (batch) => Promise.resolve(ask(batch, "outputs").values),
    logits: (batch) => Promise.resolve(ask(batch, "logits")),
    close: () => leader.close(),
  };
}

/** Who trains. */
export async function trainingCrewOf(model: LayersModel, plan: FitPlan): Promise<TrainingCrew> {
  const { replicas, seed, clip, recompute, optimizer, loss, signal } = plan;
  if (replicas.count === 1) return aloneInTraining(model, plan);
  const synchronize = replicas.synchronizeBatchNormalization;
  const { config } = optimizer;
  const trainable = trainableVariables(model);
  const moving = movingVariables(model);
  const orders = { seed, clip, synchronize, recompute, optimizer: config };
  const leader = await lead("fit", model, replicas, orders, signal);
  const update = await beginOr(optimizer, trainable, () => leader.close());
  const dropout = seedDropout(model, seed);
  const releaseStatistics = freezeStatistics(model);
  const post: TrainingPost = {
    ...leader.post,
    trainable,
    moving,
    synchronize,
    clip,
    dropout,
    optimizer: update,
  };
  return {
    ...predicting("evaluate", leader),
    learn(batch, at) {
      dropout.at(at);
      const share = leader.hand(batch, (share) => ({ kind: "learn", share, at }));
      const lesson = learnShare(post, share, (logits) => judged(loss, batch, logits));
      leader.alike();
      return Promise.resolve(lesson);
    },
    apply(gradients, rate) {
      const names = Object.keys(gradients);
      leader.order({ kind: "apply", names, rate });
      const odd = applyShare(post, gradients, names, rate);
      if (odd === undefined && config === undefined) takeWeights(post);
      leader.alike();
      return Promise.resolve(odd);
    },
    async close() {
      await leader.close();
      update.dispose();
      dropout.restore();
      releaseStatistics();
    },
  };
}

async function beginOr(
  optimizer: Optimizer,
  trainable: Variables,
  undo: () => Promise<void>,
): Promise<OptimizerRun> {
  try {
    return optimizer.begin(trainable);
  } catch (error) {
    await undo();
    throw error;
  }
}
