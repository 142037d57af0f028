import { withSynchronizedStatistics } from "@tensorloom/backend/internal";
import type { BatchShard } from "./batchShard.ts";
import type { TrainingReplicaContext } from "./replicaContext.ts";

/** Runs `work` with synchronised batch normalisation, if the run asks for it: statistics over the whole batch. */
export function withSyncBatchNorm<T>(
  { syncBatchNorm, communicator }: TrainingReplicaContext,
  { padding }: BatchShard,
  work: () => T,
): T {
  if (!syncBatchNorm) return work();
  const reducer = {
    allReduce(values: Float32Array) {
      if (padding) values.fill(0); // the row belongs to another replica
      communicator.allReduce(values);
    },
  };
  return withSynchronizedStatistics(reducer, work);
}
