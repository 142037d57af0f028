import { add, keep, type NamedTensorMap, tensor, tidy } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import { runReplica } from "@tensorloom/distributed";
import { applyGradients } from "../replicas/applyGradients.ts";
import { buildReplica } from "../replicas/buildReplica.ts";
import { predictShard } from "../replicas/predictShard.ts";
import { askForLoss } from "./askForLoss.ts";
import { buffersOf, toNamedArrays } from "./namedArrays.ts";
import { loadWeights, storeWeights } from "./sharedWeights.ts";
import type { NamedArrays, WorkerCommand, WorkerReplicaInit, WorkerReply } from "./workerCommand.ts";

const ADVICE =
  "import the module that registers it, beside @tensorloom/training/worker, in a script of your own, and pass " +
  "`replicas: { count, worker: () => new Worker(script, { type: 'module' }) }`";

/** Makes this Web Worker a replica: builds the model, then handles the caller's commands. Replica 0 also replies. */
export function runTrainingReplica(): void {
  runReplica(async ({ communicator, data, onMessage, post }) => {
    const init = data as WorkerReplicaInit; // the caller sent it
    const { caller, weights, wasmFolder } = init;
    const replica = await buildReplica(init, communicator, { wasmFolder, adviceOnClasses: ADVICE });
    const isDelegate = communicator.rank === 0;

    function reply(message: WorkerReply, transfer: readonly ArrayBuffer[] = []): void {
      if (isDelegate) post(message, transfer);
    }
    function update(command: Extract<WorkerCommand, { readonly kind: "applyGradients" }>): void {
      const { learningRate, own = {}, returnsSums } = command;
      const { training, context } = replica;
      const gradients = addArrays(replica.takeGradients(), own);
      const names = [...new Set([...Object.keys(gradients), ...command.names])]; // the same on every replica
      let sums: NamedArrays | undefined;
      const nonFinite = applyGradients(training, gradients, names, learningRate, (summed) => {
        if (returnsSums && isDelegate) sums = toNamedArrays(summed);
      });
      if (isDelegate && nonFinite === undefined && training.optimizer !== undefined)
        storeWeights(weights, context.variables, training.trainable);
      reply({ kind: "applied", nonFinite, sums }, sums && buffersOf(sums));
    }
    function handleCommand(command: WorkerCommand): void {
      const { context } = replica;
      switch (command.kind) {
        case "loadWeights":
          loadWeights(weights, context.variables);
          return;
        case "restoreOptimizer":
          replica.restoreOptimizer(command.state);
          return;
        case "predict": {
          const { values, activation } = predictShard(caller, context, command.shard, command.outputKind);
          reply({ kind: "predicted", values, areLogits: activation !== undefined });
          return;
        }
        case "train": {
          const ask = isDelegate ? askForLoss.bind(undefined, reply) : undefined;
          replica.train(command.shard, command.dropoutStep, ask);
          const statistics = [...replica.training.moving.values()].map((one) => floatsOf(one).slice());
          reply({ kind: "trained", statistics });
          return;
        }
        case "applyGradients":
          update(command);
          return;
        case "optimizerState":
          void replica.training.optimizer?.state().then((state) => reply({ kind: "optimizerState", state }));
      }
    }
    replica.join(communicator);
    onMessage((command) => handleCommand(command as WorkerCommand)); // the caller sends nothing else
  });
}

/** Adds arrays to gradients of the same names. Disposes what it replaces. */
function addArrays(gradients: NamedTensorMap, arrays: NamedArrays): NamedTensorMap {
  const sums = new Map(Object.entries(gradients));
  for (const [name, { data, shape }] of Object.entries(arrays)) {
    const before = sums.get(name);
    const sum = tidy(() => {
      const added = tensor(data, [...shape]);
      return keep(before === undefined ? added : add(before, added));
    });
    before?.dispose();
    sums.set(name, sum);
  }
  return Object.fromEntries(sums);
}
