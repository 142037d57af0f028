import { createSharedCommunicator } from "../sharedCommunicator.ts";
import type { WorkerContext } from "./workerContext.ts";
import type { FromWorker, ToWorker, WorkerInit } from "./workerMessages.ts";

/** The global scope of a Web Worker, as far as it is used here. */
interface WorkerScope {
  postMessage(message: FromWorker, transfer: ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<ToWorker>) => void): void;
  addEventListener(type: "unhandledrejection", listener: (event: PromiseRejectionEvent) => void): void;
  close(): void;
  readonly navigator?: {
    readonly locks?: { request(name: string, hold: () => Promise<unknown>): Promise<unknown> };
  };
}

/**
 * Makes this Web Worker a replica of `startWorkers`. Call it once, at the top of the worker's script.
 *
 * The replica is ready when `replica` returns. If it fails, all other replicas and the caller throw a ReplicaError.
 *
 * @param replica - The replica's work. It usually handles messages.
 * @example
 * ```ts no-run
 * import { runReplica } from "@tensorloom/distributed";
 *
 * runReplica(({ communicator, onMessage, post }) => {
 *   onMessage((values) => {
 *     communicator.allReduce(values as Float32Array);
 *     if (communicator.rank === 0) post(values);
 *   });
 * });
 * ```
 */
export function runReplica(replica: (context: WorkerContext) => void | Promise<void>): void {
  const scope = globalThis as unknown as WorkerScope; // this function is called in a worker
  const messages: unknown[] = [];
  let handle: ((message: unknown) => void) | undefined;
  let fail: ((error: unknown) => void) | undefined;

  async function start({ rank, size, memory, lock, data }: WorkerInit): Promise<void> {
    const communicator = createSharedCommunicator(memory, rank, size);
    fail = (error) => {
      communicator.fail(error);
      scope.postMessage({ kind: "failed" }, []);
      scope.close();
    };
    await holdLock(scope, lock);
    await replica({
      communicator,
      data,
      onMessage(handler) {
        handle = handler;
        deliver();
      },
      post: (message, transfer = []) => scope.postMessage({ kind: "message", message }, [...transfer]),
    });
    scope.postMessage({ kind: "ready" }, []);
  }
  function deliver(): void {
    while (handle !== undefined && messages.length > 0)
      try {
        handle(messages.shift());
      } catch (error) {
        fail?.(error);
        handle = undefined;
      }
  }
  scope.addEventListener("unhandledrejection", ({ reason }) => fail?.(reason));
  scope.addEventListener("message", ({ data: received }) => {
    if (received.kind === "start") {
      start(received).catch((error: unknown) => fail?.(error));
      return;
    }
    messages.push(received.message);
    deliver();
  });
  scope.postMessage({ kind: "loaded" }, []);
}

/** Takes a lock and holds it until this worker has ended, by which the caller notices the end. */
async function holdLock({ navigator }: WorkerScope, name: string): Promise<void> {
  const { locks } = navigator ?? {};
  if (locks === undefined) return;
  await new Promise<void>((resolve, reject) => {
    const forever = new Promise<never>(() => undefined);
    const hold = (): Promise<unknown> => {
      resolve();
      return forever;
    };
    locks.request(name, hold).catch(reject);
  });
}
