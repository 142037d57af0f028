import {
  checkOptions,
  integer,
  type OptionKinds,
  siblingModule,
  workerEntry,
} from "@tensorloom/core/internal";
import type { MessagePort, Worker } from "node:worker_threads";
import { communicatorMemory, sharedCommunicator } from "../sharedCommunicator.ts";
import type { Communicator } from "../communicator.ts";
import type { FirstWord, ThreadBeginning } from "./threadMessages.ts";
import { watchScript } from "./threadScripts.ts";

/** What {@link startThreads} begins. */
export interface StartThreadsOptions {
  /** How many replicas, the caller's thread among them, at least 1. */
  readonly size: number;
  /** What each thread's function gets as `data`; it is copied, but shared memory is shared. */
  readonly data?: unknown;
  /** Addresses of modules that the threads will import, beside `module`: where one is TypeScript, they load it through tsx. */
  readonly imports?: readonly string[] | undefined;
  /** Ends the threads, also while they begin. */
  readonly signal?: AbortSignal | undefined;
}

/** Threads that run together with the caller's. */
export interface Threads {
  /** Of rank 0, the caller's. Where the caller fails it must call {@link close}, so that nobody waits for it. */
  readonly communicator: Communicator;
  /** Sends a message to a thread, whose handler gets it when it has done those before. `transfer` changes hands. */
  readonly post: (rank: number, message: unknown, transfer?: readonly ArrayBuffer[]) => void;
  /** Ends every thread, whatever it is doing; afterwards none is left. Later calls do nothing more. */
  close(): Promise<void>;
}

const KNOWN: OptionKinds<StartThreadsOptions> = {
  size: "number",
  data: "any",
  imports: "any",
  signal: "object",
};

/**
 * Begins threads that compute together with the caller's, which is rank 0: each calls the default export of `module` with
 * its {@link Thread}, and is ready when that has returned. In Node only.
 *
 * A thread that fails or dies ends the run: the communicator throws in every other, at once, also while it waits.
 *
 * @param module - The address of the module: `new URL("./replica.ts", import.meta.url)`. TypeScript is loaded through tsx.
 * @throws ReplicaError where a thread fails before it is ready; the signal's reason; RangeError outside Node.
 * @example
 * ```ts no-run
 * import { startThreads } from "@tensorloom/distributed/node";
 *
 * // replica.ts: export default ({ communicator }) => communicator.allReduce(Float32Array.of(2));
 * const threads = await startThreads(new URL("./replica.ts", import.meta.url), { size: 2 });
 * const values = Float32Array.of(1);
 * threads.communicator.allReduce(values); // values is now [3], here and there
 * await threads.close();
 * ```
 */
export async function startThreads(module: URL, options: StartThreadsOptions): Promise<Threads> {
  const { size, signal } = checkOptions("startThreads", options, KNOWN);
  integer("startThreads: size", size, 1);
  if (!(module instanceof URL)) throw new TypeError("startThreads: module must be a URL");
  signal?.throwIfAborted();
  if (typeof process !== "object" || typeof process.getBuiltinModule !== "function")
    throw new RangeError("startThreads: threads need Node's worker_threads, which are not here");
  const memory = communicatorMemory(size);
  const communicator = sharedCommunicator(memory, 0, size);
  const { ports, watch } = size === 1 ? { ports: [], watch: undefined } : begin(module, memory, options);
  const closed = ports.map((port) => new Promise<void>((resolve) => port.once("close", () => resolve())));
  let closing: Promise<unknown> | undefined;
  async function end(): Promise<void> {
    communicator.close();
    await watch?.terminate();
    for (const port of ports) port.close();
    await Promise.all(closed);
  }
  async function close(): Promise<void> {
    await (closing ??= end());
  }
  const abort = (): void => void close();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    if (watch !== undefined) await allReady(watch, ports);
    communicator.check();
  } catch (error) {
    await close();
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
  watch?.unref(); // threads that wait for messages keep no process alive
  for (const port of ports) port.unref();
  return {
    communicator,
    post(rank, message, transfer = []) {
      ports[rank - 1].postMessage(message, [...transfer]);
    },
    close,
  };
}

interface Begun {
  readonly watch: Worker;
  /** Of ranks 1 and up. */
  readonly ports: readonly MessagePort[];
}

function begin(
  module: URL,
  memory: SharedArrayBuffer,
  { size, data, imports = [] }: StartThreadsOptions,
): Begun {
  const { MessageChannel, Worker } = process.getBuiltinModule("node:worker_threads");
  const entry = workerEntry(siblingModule(import.meta.url, "threadMain"), [module.href, ...imports]);
  const channels = Array.from({ length: size - 1 }, () => new MessageChannel());
  const beginnings = channels.map(({ port2 }, at): ThreadBeginning => {
    return { module: module.href, rank: at + 1, size, memory, port: port2, data };
  });
  const watch = new Worker(watchScript(), {
    eval: true,
    workerData: { entry, beginnings, memory },
    transferList: channels.map(({ port2 }) => port2),
    execArgv: [],
  });
  return { watch, ports: channels.map(({ port1 }) => port1) };
}

/** Resolves when every thread is ready, or one of them, or the watch, has ended: `check` then says why. */
async function allReady(watch: Worker, ports: readonly MessagePort[]): Promise<void> {
  let waiting = ports.length;
  await new Promise<void>((resolve, reject) => {
    watch.once("error", reject);
    watch.once("message", resolve);
    watch.once("exit", resolve);
    for (const port of ports)
      port.once("message", ({ kind }: FirstWord) => {
        if (kind === "failed" || --waiting === 0) resolve();
      });
  });
  watch.removeAllListeners("message").removeAllListeners("error");
  watch.on("error", () => undefined); // it is told through the shared memory
}
