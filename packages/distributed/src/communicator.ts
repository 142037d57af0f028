/**
 * The numbers that replicas exchange: one array, or several arrays that are treated as one.
 *
 * @inline
 */
export type Values = Float32Array | readonly Float32Array[];

/**
 * Collective operations between the replicas of a run: all-reduce, broadcast, barrier.
 *
 * Every replica makes the same calls in the same order, with values of the same lengths. Each call blocks until its
 * result is there.
 *
 * @see MPI, `MPI_Allreduce`; PyTorch, `torch.distributed.all_reduce`
 * @example
 * ```ts
 * import type { Communicator } from "@tensorloom/distributed";
 *
 * function meanOverReplicas({ allReduce, size }: Communicator, value: number): number {
 *   const sum = Float32Array.of(value);
 *   allReduce(sum);
 *   return sum[0] / size;
 * }
 * ```
 */
export interface Communicator {
  /** This replica's number, from 0. */
  readonly rank: number;
  /** Number of replicas. */
  readonly size: number;
  /** Sums the values over all replicas, in place. The order of ranks decides the sum, so every replica gets the same bits. */
  allReduce(values: Values): void;
  /** Copies the values of one replica, by default rank 0, to all others. */
  broadcast(values: Values, root?: number): void;
  /** Blocks until every replica has called it. */
  barrier(): void;
}
