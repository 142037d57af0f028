import { getBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { siblingModule } from "@tensorloom/core/internal";
import { ReplicaError } from "@tensorloom/distributed";
import { startThreads, type Threads } from "@tensorloom/distributed/node"; // asks for Node's modules when it is called
import type { InputBatch } from "../batch/batch.ts";
import { allVariables } from "../model/variables.ts";
import { createModelSpec } from "./modelSpec.ts";
import type { ReplicaInit, ReplicaCommand, TrainingConfig } from "./replicaCommand.ts";
import type { ReplicaContext } from "./replicaContext.ts";
import type { ResolvedReplicas } from "../options/replicasOptions.ts";
import { type BatchShard, shardBatch } from "./batchShard.ts";
import { broadcastWeights } from "./broadcastWeights.ts";

/** Replica 0's side of a run: it has the caller's model, whose weights are the truth, and orders the others about. */
export interface Coordinator {
  readonly context: ReplicaContext;
  /** Cuts a batch into shares, gives each other replica its own with an order, and returns replica 0's. */
  scatter(batch: InputBatch, send: (share: BatchShard) => ReplicaCommand): BatchShard;
  /** Gives the same order to every other replica. */
  send(send: ReplicaCommand): void;
  /** Notes that the weights of all replicas are now alike. What changes them later is found by the next `hand`. */
  markWeightsSynced(): void;
  close(): Promise<void>;
}

/** Begins the other replicas. */
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
  await useBackend(backend); // the kernels that the others have, or the same numbers would come out otherwise
  const data: ReplicaInit = { caller, backend, modelSpec: createModelSpec(caller, model, modules), training };
  const threads = await startReplicaThreads(count, data, signal);
  const variables = allVariables(model);
  let known: readonly object[] = [];

  function send(command: ReplicaCommand): void {
    for (let rank = 1; rank < count; rank++) threads.post(rank, command);
  }
  function markWeightsSynced(): void {
    known = [...variables.values()].map(({ dataId }) => dataId);
  }
  /** A callback may have assigned other weights: tfjs gives the variable another `dataId` then. */
  function syncWeightsIfChanged(): void {
    if ([...variables.values()].every(({ dataId }, at) => dataId === known[at])) return;
    send({ kind: "weights" });
    broadcastWeights(threads.communicator, variables);
    markWeightsSynced();
  }
  return {
    context: { communicator: threads.communicator, model, variables },
    scatter(batch, orderOf) {
      const [mine, ...others] = shardBatch(caller, batch, count);
      syncWeightsIfChanged();
      for (const [at, share] of others.entries()) {
        const inputs = share.inputs.map(({ data, shape }) => ({ data: data.slice(), shape })); // not the whole batch's buffer
        const buffers = inputs.map(({ data }) => data.buffer);
        threads.post(at + 1, orderOf({ ...share, inputs }), buffers);
      }
      return mine;
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
): Promise<Threads> {
  try {
    const imports = data.modelSpec.modules;
    const module = siblingModule(import.meta.url, "replica");
    return await startThreads(module, { size, data, imports, signal });
  } catch (error) {
    // what a replica refuses is the caller's to mend
    if (error instanceof ReplicaError && error.cause instanceof Error && error.cause.name === "RangeError")
      throw new RangeError(error.cause.message, { cause: error });
    throw error;
  }
}
