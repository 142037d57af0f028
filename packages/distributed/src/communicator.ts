/**
 * An array that replicas exchange.
 *
 * @inline
 */
export type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/**
 * The numbers that replicas exchange: one array, or several arrays of one type that are treated as one.
 *
 * @inline
 */
export type Values =
  | NumberArray
  | readonly Float32Array[]
  | readonly Float64Array[]
  | readonly Int32Array[]
  | readonly Uint8Array[];

/**
 * How the numbers of the replicas become one.
 *
 * @inline
 */
export type Reduction = "sum" | "max" | "min";

/**
 * An all-reduce that travels while its caller computes.
 *
 * @see MPI, `MPI_Test` and `MPI_Wait`
 * @example
 * ```ts
 * import { createCommunicatorMemory, createSharedCommunicator } from "@tensorloom/distributed";
 *
 * const communicator = createSharedCommunicator(createCommunicatorMemory(1), 0, 1);
 * const gradients = Float32Array.of(1, 2);
 * const pending = communicator.startAllReduce(gradients);
 * // compute the gradients of the next layer here
 * pending.wait(); // gradients is now the sum
 * ```
 */
export interface PendingReduce {
  /** Moves data along without blocking. Returns true if {@link wait} will not have to wait for another machine. */
  test(): boolean;
  /** Blocks until the sum is in the array. Every replica waits for its pending operations in the order of their start. */
  wait(): void;
}

/**
 * Collective operations between the replicas of a run.
 *
 * Every replica makes the same calls in the same order, with values of the same types and lengths. Each call but
 * {@link startAllReduce} blocks until its result is there.
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
  /** Sums the values over all replicas, in place, or takes the greatest or the smallest of each. Every replica gets the same bits. */
  readonly allReduce: (values: Values, reduction?: Reduction) => void;
  /**
   * Starts the sum of an array over all replicas, in place. The array must not be used before `wait` has returned.
   *
   * With `feedback`, numbers travel between machines in 16 bits; between threads they never do.
   */
  readonly startAllReduce: (values: Float32Array, feedback?: ErrorFeedback) => PendingReduce;
  /** Copies the values of one replica, by default rank 0, to all others. */
  readonly broadcast: (values: Values, root?: number) => void;
  /**
   * Collects the values of all replicas, in the order of ranks.
   *
   * `lengths` is the length of each rank's values, by default the same for all: `collected.length / size`.
   */
  readonly allGather: <T extends NumberArray>(values: T, collected: T, lengths?: readonly number[]) => void;
  /**
   * Sends each replica its part of the values of one replica, by default rank 0.
   *
   * Only `root` reads `values`. `lengths` is the length of each rank's part, by default the same for all.
   */
  readonly scatter: <T extends NumberArray>(
    values: T | undefined,
    part: T,
    root?: number,
    lengths?: readonly number[],
  ) => void;
  /** Blocks until every replica has called it. */
  readonly barrier: () => void;
}

/**
 * A format of 16 bits: `float16` has more digits, `bfloat16` the range of float32.
 *
 * @inline
 */
export type Compression = "float16" | "bfloat16";

/**
 * What rounding to 16 bits has lost so far. It is added to the next numbers, so that sums over many steps lose nothing.
 *
 * @see Seide et al. 2014, 1-bit stochastic gradient descent; Karimireddy et al. 2019, Error feedback fixes SignSGD
 * @example
 * ```ts
 * import type { ErrorFeedback } from "@tensorloom/distributed";
 *
 * const empty = new Float32Array(0); // the first all-reduce allocates
 * const feedback: ErrorFeedback = { compression: "bfloat16", sent: empty, summed: empty };
 * feedback.compression; // => "bfloat16"
 * ```
 */
export interface ErrorFeedback {
  readonly compression: Compression;
  /** Of this replica's numbers. Allocated by the first all-reduce. */
  sent: Float32Array;
  /** Of the part of the sums that this replica computes. */
  summed: Float32Array;
}
