import type { Communicator } from "./communicator.ts";

/**
 * What the default export of a replica's module receives.
 *
 * @example
 * ```ts
 * import type { ThreadContext } from "@tensorloom/distributed/node";
 *
 * // replica.ts, for startThreads(new URL("./replica.ts", import.meta.url), { size: 2 })
 * export default function replica({ communicator, onMessage }: ThreadContext): void {
 *   onMessage((values) => communicator.allReduce(values as Float32Array));
 * }
 * ```
 */
export interface ThreadContext {
  readonly communicator: Communicator;
  /** The `data` option of `startThreads` or `startWorkers`. */
  readonly data: unknown;
  /**
   * Calls `handle` with each message, in order. An error that it throws ends the run in every replica.
   *
   * If handling a message takes a collective operation, send the message to all replicas.
   */
  readonly onMessage: (handle: (message: unknown) => void) => void;
}
