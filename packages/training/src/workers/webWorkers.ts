import { dispose, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import {
  differentiateRegularization,
  finalActivationOf,
  movingVariables,
  trainableVariables,
} from "@tensorloom/graph/internal";
import type { InputBatch } from "../batch/batch.ts";
import type { LogitsArray } from "../losses/logits.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import type { ResolvedReplicas } from "../options/replicasOptions.ts";
import type { OutputKind } from "../replicas/predictShard.ts";
import { bindOptimizer } from "../replicas/bindOptimizer.ts";
import { lossAndOutputGradients } from "../replicas/trainShard.ts";
import { clipGradients } from "../step/clipGradients.ts";
import type { Predictor, Trainer, TrainerState } from "../strategies/trainer.ts";
import { answerQuestion } from "./askForLoss.ts";
import { toNamedArrays, withTensors } from "./namedArrays.ts";
import { assignNumbers } from "./sharedWeights.ts";
import { startWorkerReplicas, type WorkerCoordinator } from "./workerCoordinator.ts";

/** Starts replicas in Web Workers that predict: what Node has in `replicas/threads.ts`. */
export async function createReplicatedPredictor(
  caller: string,
  model: LayersModel,
  replicas: ResolvedReplicas,
  signal: AbortSignal | undefined,
): Promise<Predictor> {
  return predictorOf(model, await startWorkerReplicas(caller, model, replicas, undefined, signal));
}

function predictorOf(model: LayersModel, coordinator: WorkerCoordinator): Predictor {
  async function predict(batch: InputBatch, outputKind: OutputKind): Promise<LogitsArray> {
    coordinator.scatter(batch, (shard) => ({ kind: "predict", shard, outputKind }));
    const { values, areLogits } = await coordinator.receive("predicted");
    return { values, activation: areLogits ? finalActivationOf(model) : undefined };
  }
  return {
    predictBatch: async (batch) => (await predict(batch, "outputs")).values,
    predictLogits: (batch) => predict(batch, "logits"),
    close: () => coordinator.close(),
  };
}

/**
 * Trains on several replicas in Web Workers by synchronous data parallelism.
 *
 * The replicas make the same steps as threads of Node do. The caller computes the loss, and the regularisation as its own
 * part of the gradients; after each update it gets the weights.
 *
 * @param saved - Continues exactly from the state of an earlier trainer, on any number of replicas.
 */
export async function replicatedTrainer(
  model: LayersModel,
  options: ResolvedFitOptions,
  saved?: TrainerState,
): Promise<Omit<Trainer, "prepare">> {
  const { replicas, seed, clip, recompute, optimizer, loss, signal } = options;
  const { syncBatchNorm } = replicas;
  const { config } = optimizer;
  const trainable = trainableVariables(model);
  const moving = movingVariables(model);
  const training = { seed, clip, syncBatchNorm, recompute, optimizer: config };
  const coordinator = await startWorkerReplicas("fit", model, replicas, training, signal);
  /** An optimizer without a config cannot be built in the workers: then the caller updates, and sends the weights. */
  const bound =
    config === undefined
      ? await bindOptimizer(optimizer, trainable, saved?.optimizer, () => coordinator.close())
      : undefined;
  if (saved !== undefined && bound === undefined)
    coordinator.send({ kind: "restoreOptimizer", state: saved.optimizer });
  return {
    ...predictorOf(model, coordinator),
    async computeGradients(batch, dropoutStep) {
      coordinator.scatter(batch, (shard) => ({ kind: "train", shard, dropoutStep }));
      const question = await coordinator.receive("logits");
      const { values, areLogits } = question;
      const activation = areLogits ? finalActivationOf(model) : undefined;
      const computed = lossAndOutputGradients(loss, batch, { values, activation });
      answerQuestion(question, computed.outputGradients);
      const { statistics } = await coordinator.receive("trained");
      for (const [at, name] of [...moving.keys()].entries()) assignNumbers(moving, name, statistics[at]);
      coordinator.markWeightsSynced();
      const { outputs, loss: ofRows } = computed;
      const own = differentiateRegularization(model, trainable);
      const rows = values.shape[0];
      if (own === undefined) return { loss: ofRows, rows, outputs, gradients: {} };
      const [regularization] = await own.value.data();
      own.value.dispose();
      return { loss: ofRows + regularization, rows, outputs, gradients: own.gradients };
    },
    async applyGradients(gradients, learningRate, onGradients) {
      const own = toNamedArrays(gradients);
      dispose(gradients);
      const returnsSums = onGradients !== undefined || bound !== undefined;
      const command = { kind: "applyGradients", learningRate, names: Object.keys(own), returnsSums } as const;
      coordinator.send(command, { ...command, own });
      const { nonFinite, sums = {} } = await coordinator.receive("applied");
      if (nonFinite !== undefined) return nonFinite;
      withTensors(sums, (tensors) => {
        onGradients?.(tensors);
        if (bound !== undefined) tidy(() => bound.apply(clipGradients(tensors, clip), learningRate));
      });
      if (bound !== undefined) {
        coordinator.sendWeights(); // the optimizer may have changed them in place
        return undefined;
      }
      coordinator.loadWeights(trainable);
      coordinator.markWeightsSynced();
      return undefined;
    },
    async state() {
      if (bound !== undefined) return { optimizer: await bound.state() };
      coordinator.sendToDelegate({ kind: "optimizerState" });
      return { optimizer: (await coordinator.receive("optimizerState")).state };
    },
    async close() {
      await coordinator.close();
      bound?.dispose();
    },
  };
}
