import {
  activationStorage,
  kernelThreads,
  limitKernelThreads,
  wasmAddress,
} from "@tensorloom/backend/internal";
import { errorMessage } from "@tensorloom/core/internal";
import { ReplicaError, startWorkers, type WorkerGroup } from "@tensorloom/distributed";
import { allVariables } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { InputBatch } from "../batch/batch.ts";
import type { ResolvedReplicas } from "../options/replicasOptions.ts";
import { type BatchShard, shardBatch } from "../replicas/batchShard.ts";
import { callerError } from "../replicas/callerError.ts";
import { checkBackend } from "../replicas/checkBackend.ts";
import { createModelSpec } from "../replicas/modelSpec.ts";
import type { TrainingConfig } from "../replicas/replicaCommand.ts";
import { createTrainingWorker } from "./createTrainingWorker.ts";
import { createSharedWeights, loadWeights, storeWeights } from "./sharedWeights.ts";
import type { WorkerCommand, WorkerReplicaInit, WorkerReply } from "./workerCommand.ts";
import type { Variables } from "@tensorloom/graph/internal";

/**
 * The coordinator of replicas in Web Workers: holds the authoritative weights and sends commands.
 *
 * It is not a replica itself: a step waits within the forward and backward pass, which a page must not do.
 */
export interface WorkerCoordinator {
  /** Splits a batch, and sends every replica its shard with a command; and before it the weights, if they have changed. */
  scatter(batch: InputBatch, createCommand: (shard: BatchShard) => WorkerCommand): void;
  /** Sends a command to every replica, or another one to replica 0. */
  send(command: WorkerCommand, toDelegate?: WorkerCommand): void;
  /** Sends a command to replica 0 alone. */
  sendToDelegate(command: WorkerCommand): void;
  /** The next reply of replica 0. @throws ReplicaError if a replica fails. */
  receive<K extends WorkerReply["kind"]>(kind: K): Promise<Extract<WorkerReply, { readonly kind: K }>>;
  /** Sends the caller's weights to all replicas. */
  sendWeights(): void;
  /** Copies the weights that replica 0 has stored to the caller's variables. */
  loadWeights(variables: Variables): void;
  /** Records that all replicas now have the caller's weights. The next `scatter` detects later changes. */
  markWeightsSynced(): void;
  close(): Promise<void>;
}

/** Starts the workers, each with its own engine and a copy of the model. */
export async function startWorkerReplicas(
  caller: string,
  model: LayersModel,
  { count, worker = createTrainingWorker }: ResolvedReplicas,
  training: TrainingConfig | undefined,
  signal: AbortSignal | undefined,
): Promise<WorkerCoordinator> {
  const backend = await checkBackend(caller);
  const variables = allVariables(model);
  const weights = createSharedWeights(variables);
  const wasmFolder = backend === "wasm" ? wasmAddress() : undefined;
  const modelSpec = createModelSpec(caller, model, []);
  const threadsEach = Math.max(1, Math.floor(kernelThreads() / count));
  const activations = activationStorage();
  const init = { caller, backend, kernelThreads: threadsEach, activations, modelSpec, training };
  const data: WorkerReplicaInit = { ...init, wasmFolder, weights };
  const workers = await start(worker, { size: count, data, signal });
  const restoreThreads = limitKernelThreads(1); // the workers have the cores
  let syncedDataIds: readonly object[] = [];

  function send(command: WorkerCommand, toDelegate: WorkerCommand = command): void {
    for (let rank = 0; rank < count; rank++) workers.post(rank, rank === 0 ? toDelegate : command);
  }
  function markWeightsSynced(): void {
    syncedDataIds = [...variables.values()].map(({ dataId }) => dataId);
  }
  /** A variable has a new `dataId` if, for example, a callback assigned other weights. */
  function syncWeightsIfChanged(): void {
    const isSynced = [...variables.values()].every(({ dataId }, at) => dataId === syncedDataIds[at]);
    if (!isSynced) sendWeights();
  }
  function sendWeights(): void {
    storeWeights(weights, variables);
    send({ kind: "loadWeights" });
    markWeightsSynced();
  }
  return {
    scatter(batch, createCommand) {
      const shards = shardBatch(caller, batch, count);
      syncWeightsIfChanged();
      for (const [rank, shard] of shards.entries()) {
        const inputs = shard.inputs.map(({ data, shape }) => ({ data: data.slice(), shape })); // not the whole batch's buffer
        workers.post(
          rank,
          createCommand({ ...shard, inputs }),
          inputs.map(({ data }) => data.buffer),
        );
      }
    },
    send,
    sendToDelegate: (command) => workers.post(0, command),
    async receive<K extends WorkerReply["kind"]>(kind: K) {
      const reply = (await workers.receive(0)) as WorkerReply; // replica 0 sends nothing else
      if (reply.kind !== kind)
        throw new Error(`${caller}: replica 0 replied ${reply.kind} instead of ${kind}`);
      return reply as Extract<WorkerReply, { readonly kind: K }>; // as just checked
    },
    sendWeights,
    loadWeights: (some) => loadWeights(weights, variables, some),
    markWeightsSynced,
    close() {
      restoreThreads();
      return workers.close();
    },
  };
}

async function start(
  worker: () => ReturnType<typeof createTrainingWorker>,
  options: Parameters<typeof startWorkers>[1],
): Promise<WorkerGroup> {
  try {
    return await startWorkers(worker, options);
  } catch (error) {
    const advised = worker === createTrainingWorker && isNotLoaded(error) ? withAdvice(error) : error;
    throw callerError(advised);
  }
}

function isNotLoaded(error: unknown): error is ReplicaError {
  return error instanceof ReplicaError && errorMessage(error).includes("script cannot be loaded");
}

/** Bundlers other than Vite and webpack do not build the script of a worker. */
function withAdvice(error: ReplicaError): ReplicaError {
  const what = error.message.slice(`replica ${String(error.rank)} `.length);
  return new ReplicaError(
    error.rank,
    `${what}; Vite and webpack build the script by themselves; with another bundler, build a script that imports ` +
      "@tensorloom/training/worker, and pass `replicas: { count, worker: () => new Worker(script, { type: 'module' }) }`",
    { cause: error },
  );
}
