/**
 * An operation of MPI failed.
 *
 * @example
 * ```ts no-run
 * import { connectMpi, MpiError } from "@tensorloom/mpi";
 *
 * const communicator = await connectMpi({ timeout: 60_000 });
 * try {
 *   communicator.barrier();
 * } catch (error) {
 *   if (error instanceof MpiError) console.error(error.operation, error.code);
 *   throw error;
 * }
 * ```
 */
export class MpiError extends Error {
  override readonly name: string = "MpiError";
  /** The function of MPI that failed: `"MPI_Allreduce"`. */
  readonly operation: string;
  /** MPI's error code, or `undefined` if the operation did not end in time. */
  readonly code: number | undefined;

  constructor(operation: string, what: string, code?: number) {
    super(`${operation}: ${what}`);
    this.operation = operation;
    this.code = code;
  }
}
