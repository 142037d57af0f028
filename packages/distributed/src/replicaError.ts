/**
 * A replica failed, or its thread exited. Thrown in every other replica.
 *
 * @example
 * ```ts no-run
 * import { ReplicaError } from "@tensorloom/distributed";
 * import { fit } from "@tensorloom/training";
 *
 * try {
 *   await fit(model, { train, epochs: 1, loss, replicas: 2 });
 * } catch (error) {
 *   if (error instanceof ReplicaError) console.error(error.rank, error.exitCode);
 * }
 * ```
 */
export class ReplicaError extends Error {
  override readonly name: string = "ReplicaError";
  /** The number of the replica that failed. */
  readonly rank: number;
  /** The exit code of its thread, if the thread exited without an error. */
  readonly exitCode: number | undefined;

  constructor(
    rank: number,
    what: string,
    { cause, exitCode }: { cause?: Error | undefined; exitCode?: number | undefined } = {},
  ) {
    super(`replica ${String(rank)} ${what}`, cause === undefined ? undefined : { cause });
    this.rank = rank;
    this.exitCode = exitCode;
  }
}
