import { allVariables } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { activationStorage, kernelThreads, limitKernelThreads } from "@tensorloom/backend/internal";
import { siblingModule } from "@tensorloom/core/internal";
import { type Communicator, createHierarchicalCommunicator } from "@tensorloom/distributed";
import { startThreads, type ThreadGroup } from "@tensorloom/distributed/node"; // loads Node's modules only when it is called
import type { InputBatch } from "../batch/batch.ts";
import { broadcastNumber } from "../ranks/exchange.ts";
import type { ResolvedReplicas } from "../options/replicasOptions.ts";
import { type BatchShard, shardBatch } from "./batchShard.ts";
import { broadcastWeights } from "./broadcastWeights.ts";
import { callerError } from "./callerError.ts";
import { checkBackend } from "./checkBackend.ts";
import { createModelSpec } from "./modelSpec.ts";
import type { ReplicaCommand, ReplicaInit, TrainingConfig } from "./replicaCommand.ts";
import type { ReplicaContext } from "./replicaContext.ts";

/** The coordinator (rank 0): holds the authoritative weights and sends commands to the other replicas. */
export interface Coordinator {
  readonly context: ReplicaContext;
  /** Scatter: splits a batch, sends every other replica its shard with a command, and returns the shard of rank 0. */
  scatter(batch: InputBatch, createCommand: (shard: BatchShard) => ReplicaCommand): BatchShard;
  /** Sends the same command to every other replica. */
  send(command: ReplicaCommand): void;
  /** Records that all replicas now have the same weights. The next `scatter` detects later changes. */
  markWeightsSynced(): void;
  close(): Promise<void>;
}

/** Starts the other replicas, each with its own engine and a copy of the model. */
export async function startReplicas(
  caller: string,
  model: LayersModel,
  { count, modules, ranks }: ResolvedReplicas,
  training: TrainingConfig | undefined,
  signal: AbortSignal | undefined,
): Promise<Coordinator> {
  const backend = await checkBackend(caller);
  const threadsEach = Math.max(1, Math.floor(kernelThreads() / count));
  const data: ReplicaInit = {
    caller,
    backend,
    kernelThreads: threadsEach,
    activations: activationStorage(),
    modelSpec: createModelSpec(caller, model, modules),
    training,
    acrossRanks: ranks !== undefined,
  };
  const threads = await startReplicaThreads(count, data, signal);
  const restoreThreads = limitKernelThreads(threadsEach);
  const variables = allVariables(model);
  let syncedDataIds: readonly object[] = [];

  function send(command: ReplicaCommand): void {
    for (let rank = 1; rank < count; rank++) threads.post(rank, command);
  }
  function joinRanks(): Communicator {
    if (ranks === undefined) return threads.communicator;
    send({ kind: "join" });
    return createHierarchicalCommunicator({ threads: threads.communicator, between: ranks.communicator });
  }
  const communicator = joinRanks();
  function markWeightsSynced(): void {
    syncedDataIds = [...variables.values()].map(({ dataId }) => dataId);
  }
  /** A variable has a new `dataId` if, for example, a callback assigned other weights. */
  function syncWeightsIfChanged(): void {
    const isSynced = [...variables.values()].every(({ dataId }, at) => dataId === syncedDataIds[at]);
    if (ranks === undefined ? isSynced : broadcastNumber(ranks, Number(isSynced)) === 1) return;
    send({ kind: "syncWeights" });
    broadcastWeights(communicator, variables);
    markWeightsSynced();
  }
  return {
    context: { communicator, model, variables },
    scatter(batch, createCommand) {
      const [own, ...others] = shardBatch(caller, batch, count);
      syncWeightsIfChanged();
      for (const [at, shard] of others.entries()) {
        const inputs = shard.inputs.map(({ data, shape }) => ({ data: data.slice(), shape })); // not the whole batch's buffer
        const buffers = inputs.map(({ data }) => data.buffer);
        threads.post(at + 1, createCommand({ ...shard, inputs }), buffers);
      }
      return own;
    },
    send,
    markWeightsSynced,
    close() {
      restoreThreads();
      return threads.close();
    },
  };
}

/**
 * Memory for new objects of JavaScript in a replica: tensors lie elsewhere, and little of it outlives a step. V8 would take
 * 48 MB before it looks for garbage.
 */
const YOUNG_MEGABYTES = 12;

async function startReplicaThreads(
  size: number,
  data: ReplicaInit,
  signal: AbortSignal | undefined,
): Promise<ThreadGroup> {
  try {
    const imports = data.modelSpec.modules;
    const module = siblingModule(import.meta.url, "replica");
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MEGABYTES };
    return await startThreads(module, { size, data, imports, signal, resourceLimits });
  } catch (error) {
    throw callerError(error);
  }
}
