/**
 * Another rank failed. Thrown on every other rank, so that the whole run ends.
 *
 * @example
 * ```ts no-run
 * import { fit, RankError } from "@tensorloom/training";
 *
 * try {
 *   await fit(model, { train, epochs: 1, loss, replicas: "all" });
 * } catch (error) {
 *   if (error instanceof RankError) console.error(error.rank, error.host, error.cause);
 *   throw error;
 * }
 * ```
 */
export class RankError extends Error {
  override readonly name: string = "RankError";
  /** The number of the rank that failed. */
  readonly rank: number;
  /** Its machine. */
  readonly host: string;

  constructor(rank: number, host: string, cause: Error) {
    super(`rank ${String(rank)} on ${host} failed: ${cause.message}`, { cause });
    this.rank = rank;
    this.host = host;
  }
}
