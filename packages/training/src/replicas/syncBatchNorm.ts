import { withSynchronizedStatistics } from "@tensorloom/backend/internal";
import type { TrainingPost } from "./replicaContext.ts";
import type { Share } from "./batchShard.ts";

/** Runs `work` so that batch normalisation sees the whole batch, where that is asked for. */
export function synchronized<T>(
  { synchronize, communicator }: TrainingPost,
  { ghost }: Share,
  work: () => T,
): T {
  if (!synchronize) return work();
  const reducer = {
    allReduce(values: Float32Array) {
      if (ghost) values.fill(0); // its row is another's
      communicator.allReduce(values);
    },
  };
  return withSynchronizedStatistics(reducer, work);
}
