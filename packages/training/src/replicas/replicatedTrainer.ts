import type { LayersModel } from "@tensorflow/tfjs-layers";
import { freezeStatistics, movingVariables, trainableVariables } from "@tensorloom/graph/internal";
import type { InputBatch } from "../batch/batch.ts";
import type { LogitsArray } from "../losses/logits.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { seedDropout } from "../step/seededDropout.ts";
import { fuseModel } from "../model/fuseModel.ts";
import { broadcastNumber } from "../ranks/exchange.ts";
import { gatherRows } from "../ranks/gatherRows.ts";
import type { Predictor, Trainer, TrainerState } from "../strategies/trainer.ts";
import { applyGradients } from "./applyGradients.ts";
import { bindOptimizer } from "./bindOptimizer.ts";
import { broadcastWeights } from "./broadcastWeights.ts";
import { type Coordinator, startReplicas } from "./coordinator.ts";
import { type OutputKind, predictShard } from "./predictShard.ts";
import type { TrainingReplicaContext } from "./replicaContext.ts";
import { lossAndOutputGradients, trainShard } from "./trainShard.ts";

/** Runs the forward pass on several replicas, each on its shard of the batch. */
export function replicatedPredictor(caller: string, coordinator: Coordinator): Predictor {
  function predict(batch: InputBatch, outputKind: OutputKind): LogitsArray {
    const shard = coordinator.scatter(batch, (shard) => ({ kind: "predict", shard, outputKind }));
    return predictShard(caller, coordinator.context, shard, outputKind);
  }
  return {
    predictBatch: (batch) => Promise.resolve(predict(batch, "outputs").values),
    predictLogits: (batch) => Promise.resolve(predict(batch, "logits")),
    close: () => coordinator.close(),
  };
}

/**
 * Trains on several replicas by synchronous data parallelism.
 *
 * @param saved - Continues exactly from the state of an earlier trainer, on any number of replicas.
 */
export async function replicatedTrainer(
  model: LayersModel,
  options: ResolvedFitOptions,
  saved?: TrainerState,
): Promise<Omit<Trainer, "prepare">> {
  const { replicas, seed, clip, recompute, optimizer, loss, signal } = options;
  const { syncBatchNorm, ranks } = replicas;
  const { config } = optimizer;
  const trainable = trainableVariables(model);
  const moving = movingVariables(model);
  const training = { seed, clip, syncBatchNorm, recompute, optimizer: config };
  const coordinator = await startReplicas("fit", model, replicas, training, signal);
  const bound = await bindOptimizer(optimizer, trainable, saved?.optimizer, () => coordinator.close());
  if (saved !== undefined && config !== undefined)
    coordinator.send({ kind: "restoreOptimizer", state: saved.optimizer });
  const isFused = fuseModel(model);
  const dropout = seedDropout(model, seed, isFused ? 0 : coordinator.context.communicator.rank);
  const releaseStatistics = freezeStatistics(model);
  const context: TrainingReplicaContext = {
    ...coordinator.context,
    trainable,
    moving,
    syncBatchNorm,
    clip,
    dropout,
    optimizer: bound,
  };
  return {
    ...replicatedPredictor("evaluate", coordinator),
    computeGradients(batch, dropoutStep) {
      dropout.setStep(dropoutStep);
      const shard = coordinator.scatter(batch, (shard) => ({ kind: "train", shard, dropoutStep }));
      const labelled = gatherRows(ranks, batch);
      const result = trainShard(context, shard, (logits) => lossAndOutputGradients(loss, labelled, logits));
      coordinator.markWeightsSynced();
      return Promise.resolve(ranks === undefined ? result : { ...result, targets: labelled.targets });
    },
    applyGradients(gradients, ownRate, onGradients) {
      const learningRate = ranks === undefined ? ownRate : broadcastNumber(ranks, ownRate);
      const names = Object.keys(gradients);
      coordinator.send({ kind: "applyGradients", names, learningRate });
      const nonFinite = applyGradients(context, gradients, names, learningRate, onGradients);
      if (nonFinite === undefined && config === undefined) broadcastWeights(context.communicator, trainable);
      coordinator.markWeightsSynced();
      return Promise.resolve(nonFinite);
    },
    state: async () => ({ optimizer: await bound.state() }),
    async close() {
      await coordinator.close();
      bound.dispose();
      dropout.restore();
      releaseStatistics();
    },
  };
}
