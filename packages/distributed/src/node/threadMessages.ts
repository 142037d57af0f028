import type { MessagePort } from "node:worker_threads";

/** What a thread of a run is told when it begins. */
export interface ThreadBeginning {
  /** The address of the user's module. */
  readonly module: string;
  readonly rank: number;
  readonly size: number;
  readonly memory: SharedArrayBuffer;
  readonly port: MessagePort;
  readonly data: unknown;
}

/** A thread's first word: it is ready, or what kept it from it. */
export type FirstWord = { readonly kind: "ready" } | { readonly kind: "failed" };
