/** What a worker receives first. */
export interface WorkerInit {
  readonly kind: "start";
  readonly rank: number;
  readonly size: number;
  readonly memory: SharedArrayBuffer;
  /** The name of the lock that the worker holds until it ends. */
  readonly lock: string;
  readonly data: unknown;
}

/** What the caller sends to a worker. */
export type ToWorker = WorkerInit | { readonly kind: "message"; readonly message: unknown };

/** What a worker sends to the caller: it has loaded, it is ready, it has failed (why is in the shared memory), or a message of the user's. */
export type FromWorker =
  | { readonly kind: "loaded" }
  | { readonly kind: "ready" }
  | { readonly kind: "failed" }
  | { readonly kind: "message"; readonly message: unknown };
