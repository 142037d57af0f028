import type { SerializedError } from "@tensorloom/core/internal";
import type { StreamName } from "../../random/streams.ts";

/** The data that a worker starts with. */
export interface WorkerInit {
  /** The URL of the user's module, and the name of its function. */
  readonly module: string;
  readonly name: string;
  /** The stream of `context.random`. */
  readonly stream: StreamName;
  /** Whether results are transferred instead of copied. */
  readonly transferResults: boolean;
  /** The memory of `ActiveCalls`, shared with the pool. */
  readonly activeCalls: SharedArrayBuffer;
}

/** An element for a worker. */
export interface WorkerTask {
  readonly id: number;
  readonly element: unknown;
  readonly index: number;
  readonly epoch: number;
}

/** A worker's reply: a result, the function's error, or that the module could not be loaded. */
export type WorkerReply =
  | { readonly kind: "done"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly error: SerializedError }
  | { readonly kind: "unusable"; readonly error: SerializedError };
