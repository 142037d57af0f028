/**
 * A Web Worker, as far as replicas need one.
 *
 * @example
 * ```ts no-run
 * import { type ReplicaWorker, startWorkers } from "@tensorloom/distributed";
 *
 * const createWorker = (): ReplicaWorker =>
 *   new Worker(new URL("./replica.js", import.meta.url), { type: "module" });
 * await startWorkers(createWorker, { size: 2 });
 * ```
 */
export interface ReplicaWorker {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  addEventListener(type: "error", listener: (event: Event) => void): void;
  terminate(): void;
}
