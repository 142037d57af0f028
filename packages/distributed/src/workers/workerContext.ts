import type { ThreadContext } from "../threadContext.ts";

/**
 * What a replica in a Web Worker receives.
 *
 * @example
 * ```ts no-run
 * import { runReplica, type WorkerContext } from "@tensorloom/distributed";
 *
 * // replica.ts, the script of the workers of startWorkers
 * runReplica(({ communicator, onMessage, post }: WorkerContext) => {
 *   onMessage((values) => {
 *     communicator.allReduce(values as Float32Array);
 *     if (communicator.rank === 0) post(values);
 *   });
 * });
 * ```
 */
export interface WorkerContext extends ThreadContext {
  /** Sends a message to the caller of `startWorkers`, which `receive` returns. The buffers in `transfer` move there. */
  readonly post: (message: unknown, transfer?: readonly ArrayBuffer[]) => void;
}
