import { allVariables } from "@tensorloom/graph/internal";
import { getBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { siblingModule } from "@tensorloom/core/internal";
import { ReplicaError } from "@tensorloom/distributed";
import { startThreads, type ThreadGroup } from "@tensorloom/distributed/node"; // loads Node's modules only when it is called
import type { InputBatch } from "../batch/batch.ts";
import type { ResolvedReplicas } from "../options/replicasOptions.ts";
import { type BatchShard, shardBatch } from "./batchShard.ts";
import { broadcastWeights } from "./broadcastWeights.ts";
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
  { count, modules }: ResolvedReplicas,
  training: TrainingConfig | undefined,
  signal: AbortSignal | undefined,
): Promise<Coordinator> {
  const backend = getBackend();
  if (backend !== "wasm" && backend !== "cpu")
    throw new RangeError(
      `${caller}: replicas compute on the backend "wasm" or "cpu", got "${backend}", which uses all of its device by itself`,
    );
  await useBackend(backend); // all replicas need the same kernels to compute the same numbers
  const data: ReplicaInit = {
    caller,
    backend,
    modelSpec: createModelSpec(caller, model, modules),
    training,
  };
  const threads = await startReplicaThreads(count, data, signal);
  const variables = allVariables(model);
  let syncedDataIds: readonly object[] = [];

  function send(command: ReplicaCommand): void {
    for (let rank = 1; rank < count; rank++) threads.post(rank, command);
  }
  function markWeightsSynced(): void {
    syncedDataIds = [...variables.values()].map(({ dataId }) => dataId);
  }
  /** A variable has a new `dataId` if, for example, a callback assigned other weights. */
  function syncWeightsIfChanged(): void {
    if ([...variables.values()].every(({ dataId }, at) => dataId === syncedDataIds[at])) return;
    send({ kind: "syncWeights" });
    broadcastWeights(threads.communicator, variables);
    markWeightsSynced();
  }
  return {
    context: { communicator: threads.communicator, model, variables },
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
    close: () => threads.close(),
  };
}

async function startReplicaThreads(
  size: number,
  data: ReplicaInit,
  signal: AbortSignal | undefined,
): Promise<ThreadGroup> {
  try {
    const imports = data.modelSpec.modules;
    const module = siblingModule(import.meta.url, "replica");
    return await startThreads(module, { size, data, imports, signal });
  } catch (error) {
    // the caller can fix a RangeError, so it is thrown as one
    if (error instanceof ReplicaError && error.cause instanceof Error && error.cause.name === "RangeError")
      throw new RangeError(error.cause.message, { cause: error });
    throw error;
  }
}
