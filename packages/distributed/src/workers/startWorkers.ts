import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { createCommunicatorMemory } from "../communicatorMemory.ts";
import { createSharedCommunicator } from "../sharedCommunicator.ts";
import type { ReplicaWorker } from "./replicaWorker.ts";
import { watchWorker, type WatchedWorker } from "./watchWorker.ts";
import { whyNoWorkers } from "./whyNoWorkers.ts";

/**
 * Options of {@link startWorkers}.
 *
 * @inline
 */
export interface StartWorkersOptions {
  /** Number of replicas, at least 1. */
  readonly size: number;
  /** Passed to each replica as `data`, by structured clone. A SharedArrayBuffer is shared. */
  readonly data?: unknown;
  /** Ends the workers while they start. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The Web Workers of a run. The caller is not a replica itself, so that it never waits.
 *
 * @example
 * ```ts no-run
 * import { startWorkers, type WorkerGroup } from "@tensorloom/distributed";
 *
 * const createWorker = () => new Worker(new URL("./replica.js", import.meta.url), { type: "module" });
 * const workers: WorkerGroup = await startWorkers(createWorker, { size: 2 });
 * try {
 *   for (const rank of [0, 1]) workers.post(rank, Float32Array.of(rank + 1));
 *   const sum = await workers.receive(0); // what replica 0 has posted
 * } finally {
 *   await workers.close();
 * }
 * ```
 */
export interface WorkerGroup {
  /** Sends a message to a replica, which handles messages in order. The buffers in `transfer` move to the worker. */
  readonly post: (rank: number, message: unknown, transfer?: readonly ArrayBuffer[]) => void;
  /**
   * Returns the next message that a replica has posted or will post, in order.
   *
   * It is rejected with a ReplicaError if a replica fails or its worker ends, and with an Error after {@link close}.
   */
  readonly receive: (rank: number) => Promise<unknown>;
  /** Ends every worker, even a busy one, and waits until all have ended. Later calls do nothing. */
  close(): Promise<void>;
}

const KNOWN: OptionKinds<StartWorkersOptions> = { size: "number", data: "any", signal: "object" };

/** Numbers the groups of this thread. */
let groups = 0;

/**
 * Starts the Web Workers of a run, one per replica. Browsers only; from a page or from a worker.
 *
 * Each worker's script calls `runReplica`. All replicas run in workers, also rank 0, as a page must not block while a
 * replica waits for another. If a replica fails or its worker ends, all others and the caller get a ReplicaError.
 *
 * @param createWorker - Returns a new worker: `() => new Worker(new URL("./replica.js", import.meta.url), { type: "module" })`.
 * @throws ReplicaError if a worker fails before it is ready; the signal's reason; RangeError if the page is not
 * cross-origin isolated, or there are no Web Workers.
 * @example
 * ```ts no-run
 * import { startWorkers } from "@tensorloom/distributed";
 *
 * // replica.js: runReplica(({ communicator, post }) => { communicator.barrier(); post(communicator.rank); });
 * const createWorker = () => new Worker(new URL("./replica.js", import.meta.url), { type: "module" });
 * const workers = await startWorkers(createWorker, { size: 2 });
 * await workers.receive(1); // 1
 * await workers.close();
 * ```
 */
export async function startWorkers(
  createWorker: () => ReplicaWorker,
  options: StartWorkersOptions,
): Promise<WorkerGroup> {
  const { size, data, signal } = checkOptions("startWorkers", options, KNOWN);
  integer("startWorkers: size", size, 1);
  if (typeof createWorker !== "function")
    throw new TypeError("startWorkers: createWorker must be a function that returns a new Worker");
  signal?.throwIfAborted();
  const obstacle = whyNoWorkers();
  if (obstacle !== undefined) throw new RangeError(`startWorkers: ${obstacle}`);
  const memory = createCommunicatorMemory(size);
  const observer = createSharedCommunicator(memory, 0, size);
  const group = `tensorloom-${crypto.randomUUID()}-${String(groups++)}`;
  const workers: WatchedWorker[] = [];
  let closing: Promise<unknown> | undefined;

  /** Ends the run in every replica with the error of one. Only the first one counts. */
  function fail(rank: number, error: unknown): void {
    createSharedCommunicator(memory, rank, size).fail(error);
    reject();
  }
  /** Rejects what is waited for with the reason why the run has ended. */
  function reject(): void {
    try {
      observer.check();
    } catch (error) {
      for (const worker of workers) worker.reject(error as Error); // check throws nothing else
    }
  }
  async function terminate(): Promise<void> {
    observer.close();
    reject();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  async function close(): Promise<void> {
    await (closing ??= terminate());
  }
  const abort = (): void => void close();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    for (let rank = 0; rank < size; rank++) {
      const lock = `${group}-${String(rank)}`;
      const init = { kind: "start", rank, size, memory, lock, data } as const;
      workers.push(watchWorker(createWorker, init, (error) => fail(rank, error)));
    }
    await Promise.all(workers.map(({ ready }) => ready));
  } catch (error) {
    await close();
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
  return {
    post: (rank, message, transfer = []) => workers[rank].post(message, transfer),
    receive: (rank) => workers[rank].receive(),
    close,
  };
}
