import type { Recompute } from "@tensorloom/graph";

/**
 * How `fit` computes a step so that it fits into memory.
 *
 * @inline
 */
export interface MemoryPlan {
  /** Rows of the batch that was planned. */
  readonly rows: number;
  /** Rows of one forward and backward pass. */
  readonly microBatch: number;
  /** Passes per batch. */
  readonly passes: number;
  /** What the backward pass computes again. */
  readonly recompute: Recompute;
  /** Estimated bytes of a pass, with weights, gradients, optimizer and average; of each replica. */
  readonly bytes: number;
  /** The bytes that there are, for each replica. */
  readonly maxBytes: number;
}
