/**
 * A replica that failed, as the others hear of it.
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
  /** Which one. */
  readonly rank: number;
  /** The exit code of its thread, where it ended without an error of its own. */
  readonly exitCode: number | undefined;

  constructor(rank: number, what: string, { cause, exitCode }: { cause?: Error; exitCode?: number } = {}) {
    super(`replica ${String(rank)} ${what}`, cause === undefined ? undefined : { cause });
    this.rank = rank;
    this.exitCode = exitCode;
  }
}
