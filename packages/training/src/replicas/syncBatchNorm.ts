import { withSynchronizedStatistics } from "@tensorloom/backend/internal";
import type { TrainingReplicaContext } from "./replicaContext.ts";
import type { BatchShard } from "./batchShard.ts";

/** Runs `work` so that batch normalisation sees the whole batch, where that is asked for. */
export function withSyncBatchNorm<T>(
  { syncBatchNorm, communicator }: TrainingReplicaContext,
  { padding }: BatchShard,
  work: () => T,
): T {
  if (!syncBatchNorm) return work();
  const reducer = {
    allReduce(values: Float32Array) {
      if (padding) values.fill(0); // its row is another's
      communicator.allReduce(values);
    },
  };
  return withSynchronizedStatistics(reducer, work);
}
