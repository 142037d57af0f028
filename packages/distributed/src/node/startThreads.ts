import {
  checkOptions,
  integer,
  isNode,
  type OptionKinds,
  siblingModule,
  workerEntry,
} from "@tensorloom/core/internal";
import type { MessagePort, ResourceLimits, Worker } from "node:worker_threads";
import { createCommunicatorMemory } from "../communicatorMemory.ts";
import { createSharedCommunicator } from "../sharedCommunicator.ts";
import type { Communicator } from "../communicator.ts";
import type { ThreadStatus, ThreadInit } from "./threadMessages.ts";
import { supervisorScript } from "./supervisorScript.ts";

/**
 * Options of {@link startThreads}.
 *
 * @inline
 */
export interface StartThreadsOptions {
  /** Number of replicas, including the caller's thread, at least 1. */
  readonly size: number;
  /** Passed to each thread as `data`, by structured clone. A SharedArrayBuffer is shared. */
  readonly data?: unknown;
  /** URLs of further modules that the threads import. If one is TypeScript, the threads load it through tsx. */
  readonly imports?: readonly string[] | undefined;
  /** Ends the threads while they start. */
  readonly signal?: AbortSignal | undefined;
  /** Limits of JavaScript's memory in each thread but the caller's, as Node's `Worker` takes them; default Node's. */
  readonly resourceLimits?: ResourceLimits | undefined;
}

/**
 * The threads of a run, and the communicator of rank 0.
 *
 * @see PyTorch, `torch.distributed.ProcessGroup`
 * @example
 * ```ts no-run
 * import { startThreads, type ThreadGroup } from "@tensorloom/distributed/node";
 *
 * // replica.ts: export default ({ communicator, onMessage }) => onMessage((values) => communicator.allReduce(values));
 * const threads: ThreadGroup = await startThreads(new URL("./replica.ts", import.meta.url), { size: 2 });
 * try {
 *   threads.post(1, Float32Array.of(2));
 *   const sum = Float32Array.of(1);
 *   threads.communicator.allReduce(sum); // waits for rank 1, then sum is [3]
 * } finally {
 *   await threads.close();
 * }
 * ```
 */
export interface ThreadGroup {
  /** The communicator of rank 0, the caller's. If the caller fails, it must call {@link close}: the others wait for it. */
  readonly communicator: Communicator;
  /** Sends a message to a thread, which handles messages in order. The buffers in `transfer` move to the thread. */
  readonly post: (rank: number, message: unknown, transfer?: readonly ArrayBuffer[]) => void;
  /** Ends every thread, even a busy one, and waits until all have exited. Later calls do nothing. */
  close(): Promise<void>;
}

const KNOWN: OptionKinds<StartThreadsOptions> = {
  size: "number",
  data: "any",
  imports: "any",
  signal: "object",
  resourceLimits: "object",
};

/**
 * Starts the threads of a run, one per replica; the caller's thread is rank 0. Node only.
 *
 * Each thread calls the default export of `module` with its {@link ThreadContext}, and is ready when that returns. If a
 * thread fails or exits, the communicator throws a ReplicaError in every other thread, even while it waits.
 *
 * @param module - The module's URL: `new URL("./replica.ts", import.meta.url)`. TypeScript is loaded through tsx.
 * @throws ReplicaError if a thread fails before it is ready; the signal's reason; RangeError outside Node.
 * @example
 * ```ts no-run
 * import { startThreads } from "@tensorloom/distributed/node";
 *
 * // replica.ts: export default ({ communicator }) => communicator.allReduce(Float32Array.of(2));
 * const threads = await startThreads(new URL("./replica.ts", import.meta.url), { size: 2 });
 * const values = Float32Array.of(1);
 * threads.communicator.allReduce(values); // values is now [3] in both threads
 * await threads.close();
 * ```
 */
export async function startThreads(module: URL, options: StartThreadsOptions): Promise<ThreadGroup> {
  const { size, signal } = checkOptions("startThreads", options, KNOWN);
  integer("startThreads: size", size, 1);
  if (!(module instanceof URL)) throw new TypeError("startThreads: module must be a URL");
  signal?.throwIfAborted();
  if (!isNode())
    throw new RangeError(
      "startThreads: threads need Node's worker_threads, which this environment does not have",
    );
  const memory = createCommunicatorMemory(size);
  const communicator = createSharedCommunicator(memory, 0, size);
  const { ports, supervisor } =
    size === 1 ? { ports: [], supervisor: undefined } : startSupervisor(module, memory, options);
  const closed = ports.map((port) => new Promise<void>((resolve) => port.once("close", () => resolve())));
  let closing: Promise<unknown> | undefined;
  async function terminate(): Promise<void> {
    communicator.close();
    await supervisor?.terminate();
    for (const port of ports) port.close();
    await Promise.all(closed);
  }
  async function close(): Promise<void> {
    await (closing ??= terminate());
  }
  const abort = (): void => void close();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    if (supervisor !== undefined) await waitUntilReady(supervisor, ports);
    communicator.check();
  } catch (error) {
    await close();
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
  supervisor?.unref(); // threads that wait for messages do not keep the process alive
  for (const port of ports) port.unref();
  return {
    communicator,
    post(rank, message, transfer = []) {
      ports[rank - 1].postMessage(message, [...transfer]);
    },
    close,
  };
}

interface Supervised {
  readonly supervisor: Worker;
  /** Of ranks 1 and up. */
  readonly ports: readonly MessagePort[];
}

function startSupervisor(
  module: URL,
  memory: SharedArrayBuffer,
  { size, data, imports = [], resourceLimits = {} }: StartThreadsOptions,
): Supervised {
  const { MessageChannel, Worker } = process.getBuiltinModule("node:worker_threads");
  const entry = workerEntry(siblingModule(import.meta.url, "threadMain"), [module.href, ...imports]);
  const channels = Array.from({ length: size - 1 }, () => new MessageChannel());
  const threads = channels.map(({ port2 }, at): ThreadInit => {
    return { module: module.href, rank: at + 1, size, memory, port: port2, data };
  });
  const supervisor = new Worker(supervisorScript(), {
    eval: true,
    workerData: { entry, threads, memory, resourceLimits },
    transferList: channels.map(({ port2 }) => port2),
    execArgv: [],
  });
  return { supervisor, ports: channels.map(({ port1 }) => port1) };
}

/** Resolves when all threads are ready, or when one of them or the supervisor has exited: `check` then throws why. */
async function waitUntilReady(supervisor: Worker, ports: readonly MessagePort[]): Promise<void> {
  let waiting = ports.length;
  await new Promise<void>((resolve, reject) => {
    supervisor.once("error", reject);
    supervisor.once("message", resolve);
    supervisor.once("exit", resolve);
    for (const port of ports)
      port.once("message", ({ kind }: ThreadStatus) => {
        if (kind === "failed" || --waiting === 0) resolve();
      });
  });
  supervisor.removeAllListeners("message").removeAllListeners("error");
  supervisor.on("error", () => undefined); // the supervisor reports failures through the shared memory
}
