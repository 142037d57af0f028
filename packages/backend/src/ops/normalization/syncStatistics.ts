/** Sums numbers over all replicas, in place, as the `Communicator` of `@tensorloom/distributed` does. */
export interface StatisticsReducer {
  allReduce(values: Float32Array): void;
}

let current: StatisticsReducer | undefined;

/**
 * Runs `work` with synchronised batch normalisation.
 *
 * Batch statistics, and the gradients through them, are over the rows of all replicas. Every replica must do the same
 * work at the same time.
 *
 * @param work - Forward and backward pass of a fused model, synchronously.
 * @see Zhang et al. 2018, arXiv:1803.08904, section 3 (synchronised batch normalisation)
 * @example
 * ```ts
 * import { withSynchronizedStatistics } from "@tensorloom/backend/internal";
 *
 * const alone = { allReduce: () => undefined };
 * withSynchronizedStatistics(alone, () => 3); // => 3
 * ```
 */
export function withSynchronizedStatistics<T>(reducer: StatisticsReducer, work: () => T): T {
  const before = current;
  current = reducer;
  try {
    return work();
  } finally {
    current = before;
  }
}

/**
 * The reducer of the batch normalisation that runs now; undefined if it is not synchronised.
 *
 * @example
 * ```ts
 * import { statisticsReducer } from "@tensorloom/backend/internal";
 *
 * statisticsReducer(); // => undefined
 * ```
 */
export function statisticsReducer(): StatisticsReducer | undefined {
  return current;
}
