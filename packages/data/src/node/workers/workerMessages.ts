import type { SerializedError } from "@tensorloom/core/internal";
import type { StreamName } from "../../random/streams.ts";

/** The data that a worker starts with. */
export interface WorkerInit {
  /** The address of the user's module, and the name of its function. */
  readonly module: string;
  readonly name: string;
  /** Names the random numbers of `context.random`. */
  readonly stream: StreamName;
  /** Whether results are transferred instead of copied. */
  readonly transferResults: boolean;
  /** The memory of `ActiveCalls`: how many elements the worker is at, and whether it is to end. */
  readonly underWay: SharedArrayBuffer;
}

/** An element for a worker. */
export interface WorkerTask {
  readonly id: number;
  readonly element: unknown;
  readonly index: number;
  readonly epoch: number;
}

/** A worker's answer: a result, what the function threw, or that the user's module could not be loaded. */
export type WorkerReply =
  | { readonly kind: "done"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly error: SerializedError }
  | { readonly kind: "unusable"; readonly error: SerializedError };
