import type { Communicator } from "@tensorloom/distributed";

/**
 * The collective operations of one process of an MPI run.
 *
 * The thread that has called `connectMpi` makes all calls.
 *
 * @example
 * ```ts no-run
 * import { connectMpi, type MpiCommunicator } from "@tensorloom/mpi";
 *
 * const communicator: MpiCommunicator = await connectMpi(); // mpirun -n 4 node program.js
 * const values = Float32Array.of(communicator.rank);
 * communicator.allReduce(values); // [0 + 1 + 2 + 3] in every process
 * ```
 */
export interface MpiCommunicator extends Communicator {
  /** The library: `"Open MPI 4.1.4"`. */
  readonly library: string;
  /** The name of each rank's machine. */
  readonly hosts: readonly string[];
  /** This process's number among those of its machine, from 0. */
  readonly localRank: number;
  /** Number of processes on this machine. */
  readonly localSize: number;
  /** Prints the error with this rank and machine to standard error, and ends every process of the run (`MPI_Abort`). */
  fail(error: unknown): never;
  /** Leaves the run (`MPI_Finalize`). Every rank calls it, or leaves when its process exits. Later calls of operations throw. */
  close(): void;
}
