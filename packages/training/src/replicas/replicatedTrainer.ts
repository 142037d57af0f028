import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { InputBatch } from "../batch/batch.ts";
import { singleThreadPredictor, singleThreadTrainer } from "../strategies/singleThread.ts";
import type { Predictor, Trainer } from "../strategies/trainer.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { freezeStatistics } from "@tensorloom/graph/internal";
import { emitWarning } from "../options/emitWarning.ts";
import type { Optimizer, BoundOptimizer } from "../optimizers/optimizer.ts";
import { seedDropout } from "../step/seededDropout.ts";
import type { LogitsArray } from "../losses/logits.ts";
import { movingVariables, trainableVariables, type Variables } from "../model/variables.ts";
import { predictShard, type OutputKind } from "./predictShard.ts";
import { applyGradients, takeWeights } from "./applyGradients.ts";
import { type Coordinator, startReplicas } from "./coordinator.ts";
import { lossAndOutputGradients, trainShard } from "./trainShard.ts";
import type { TrainingReplicaContext } from "./replicaContext.ts";
import { type ResolvedReplicas, describeOversubscription } from "../options/replicasOptions.ts";

/** Who predicts: this thread, or as many replicas as are asked for. */
export async function createPredictor(
  caller: string,
  model: LayersModel,
  replicas: ResolvedReplicas,
  signal: AbortSignal | undefined,
): Promise<Predictor> {
  if (replicas.count === 1) return singleThreadPredictor(caller, model);
  const crowded = describeOversubscription(caller, replicas);
  if (crowded !== undefined) emitWarning(crowded);
  return replicatedPredictor(caller, await startReplicas(caller, model, replicas, undefined, signal));
}

function replicatedPredictor(caller: string, leader: Coordinator): Predictor {
  function ask(batch: InputBatch, asked: OutputKind): LogitsArray {
    const share = leader.scatter(batch, (share) => ({ kind: "answer", share, asked }));
    return predictShard(caller, leader.context, share, asked);
  }
  return {
    predictBatch: (batch) => Promise.resolve(ask(batch, "outputs").values),
    predictLogits: (batch) => Promise.resolve(ask(batch, "logits")),
    close: () => leader.close(),
  };
}

/** Who trains. */
export async function createTrainer(model: LayersModel, plan: ResolvedFitOptions): Promise<Trainer> {
  const { replicas, seed, clip, recompute, optimizer, loss, signal } = plan;
  if (replicas.count === 1) return singleThreadTrainer(model, plan);
  const { syncBatchNorm } = replicas;
  const { config } = optimizer;
  const trainable = trainableVariables(model);
  const moving = movingVariables(model);
  const orders = { seed, clip, syncBatchNorm, recompute, optimizer: config };
  const leader = await startReplicas("fit", model, replicas, orders, signal);
  const update = await bindOptimizer(optimizer, trainable, () => leader.close());
  const dropout = seedDropout(model, seed);
  const releaseStatistics = freezeStatistics(model);
  const post: TrainingReplicaContext = {
    ...leader.context,
    trainable,
    moving,
    syncBatchNorm,
    clip,
    dropout,
    optimizer: update,
  };
  return {
    ...replicatedPredictor("evaluate", leader),
    computeGradients(batch, at) {
      dropout.setStep(at);
      const share = leader.scatter(batch, (share) => ({ kind: "learn", share, at }));
      const lesson = trainShard(post, share, (logits) => lossAndOutputGradients(loss, batch, logits));
      leader.markWeightsSynced();
      return Promise.resolve(lesson);
    },
    applyGradients(gradients, rate) {
      const names = Object.keys(gradients);
      leader.send({ kind: "apply", names, rate });
      const odd = applyGradients(post, gradients, names, rate);
      if (odd === undefined && config === undefined) takeWeights(post);
      leader.markWeightsSynced();
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

async function bindOptimizer(
  optimizer: Optimizer,
  trainable: Variables,
  undo: () => Promise<void>,
): Promise<BoundOptimizer> {
  try {
    return optimizer.bind(trainable);
  } catch (error) {
    await undo();
    throw error;
  }
}
