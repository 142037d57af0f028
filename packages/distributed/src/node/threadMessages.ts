import type { MessagePort } from "node:worker_threads";

/** What a thread receives when it starts. */
export interface ThreadInit {
  /** The URL of the user's module. */
  readonly module: string;
  readonly rank: number;
  readonly size: number;
  readonly memory: SharedArrayBuffer;
  readonly port: MessagePort;
  readonly data: unknown;
}

/** A thread's first message: it is ready, or it failed before that. */
export type ThreadStatus = { readonly kind: "ready" } | { readonly kind: "failed" };
