import { getBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { siblingModule } from "@tensorloom/core/internal";
import { ReplicaError } from "@tensorloom/distributed";
import { startThreads, type Threads } from "@tensorloom/distributed/node"; // asks for Node's modules when it is called
import type { InputBatch } from "../batch/batch.ts";
import { allVariables } from "../model/variables.ts";
import { blueprint } from "./modelSpec.ts";
import type { Enlistment, Order, TrainingOrders } from "./replicaCommand.ts";
import type { Post } from "./replicaContext.ts";
import type { ReplicasPlan } from "../options/replicasOptions.ts";
import { type Share, shares } from "./batchShard.ts";
import { shareWeights } from "./broadcastWeights.ts";

/** Replica 0's side of a run: it has the caller's model, whose weights are the truth, and orders the others about. */
export interface Leader {
  readonly post: Post;
  /** Cuts a batch into shares, gives each other replica its own with an order, and returns replica 0's. */
  hand(batch: InputBatch, order: (share: Share) => Order): Share;
  /** Gives the same order to every other replica. */
  order(order: Order): void;
  /** Notes that the weights of all replicas are now alike. What changes them later is found by the next `hand`. */
  alike(): void;
  close(): Promise<void>;
}

/** Begins the other replicas. */
export async function lead(
  who: string,
  model: LayersModel,
  { count, modules }: ReplicasPlan,
  training: TrainingOrders | undefined,
  signal: AbortSignal | undefined,
): Promise<Leader> {
  const backend = getBackend();
  if (backend !== "wasm" && backend !== "cpu")
    throw new RangeError(
      `${who}: replicas compute on the backend "wasm" or "cpu", got "${backend}", which uses all of its device by itself`,
    );
  await useBackend(backend); // the kernels that the others have, or the same numbers would come out otherwise
  const data: Enlistment = { who, backend, blueprint: blueprint(who, model, modules), training };
  const threads = await begun(count, data, signal);
  const variables = allVariables(model);
  let known: readonly object[] = [];

  function order(order: Order): void {
    for (let rank = 1; rank < count; rank++) threads.post(rank, order);
  }
  function alike(): void {
    known = [...variables.values()].map(({ dataId }) => dataId);
  }
  /** A callback may have assigned other weights: tfjs gives the variable another `dataId` then. */
  function catchUp(): void {
    if ([...variables.values()].every(({ dataId }, at) => dataId === known[at])) return;
    order({ kind: "weights" });
    shareWeights(threads.communicator, variables);
    alike();
  }
  return {
    post: { communicator: threads.communicator, model, variables },
    hand(batch, orderOf) {
      const [mine, ...others] = shares(who, batch, count);
      catchUp();
      for (const [at, share] of others.entries()) {
        const inputs = share.inputs.map(({ data, shape }) => ({ data: data.slice(), shape })); // not the whole batch's buffer
        const buffers = inputs.map(({ data }) => data.buffer);
        threads.post(at + 1, orderOf({ ...share, inputs }), buffers);
      }
      return mine;
    },
    order,
    alike,
    close: () => threads.close(),
  };
}

async function begun(size: number, data: Enlistment, signal: AbortSignal | undefined): Promise<Threads> {
  try {
    const imports = data.blueprint.modules;
    const module = siblingModule(import.meta.url, "replica");
    return await startThreads(module, { size, data, imports, signal });
  } catch (error) {
    // what a replica refuses is the caller's to mend
    if (error instanceof ReplicaError && error.cause instanceof Error && error.cause.name === "RangeError")
      throw new RangeError(error.cause.message, { cause: error });
    throw error;
  }
}
