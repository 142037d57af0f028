/** What sums numbers over all replicas, in place: `Communicator` of `@tensorloom/distributed` is one. */
export interface StatisticsReducer {
  allReduce(values: Float32Array): void;
}

let current: StatisticsReducer | undefined;

/**
 * Runs `work` with batch normalisation synchronised: batch statistics, and what flows back through them, are those of
 * all replicas' rows together. Every replica must do the same work at the same time.
 *
 * @param work - Forward and backward pass of lean layers, without waiting in between.
 * @returns What `work` returns.
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

/** What the batch normalisation that runs now is to be reduced by, if it is. */
export function statisticsReducer(): StatisticsReducer | undefined {
  return current;
}
