import type { ReplicaWorker } from "./replicaWorker.ts";
import type { FromWorker, ToWorker, WorkerInit } from "./workerMessages.ts";

/** A worker that has been started, and what is waited for. */
export interface WatchedWorker {
  /** Resolves when the replica is ready. */
  readonly ready: Promise<void>;
  readonly post: (message: unknown, transfer: readonly ArrayBuffer[]) => void;
  /** The next message that the replica has posted. */
  readonly receive: () => Promise<unknown>;
  /** Rejects everything that is waited for, now and later. */
  readonly reject: (reason: Error) => void;
  /** Ends the worker, and waits until it has ended. */
  readonly terminate: () => Promise<void>;
}

interface PendingReply {
  resolve(message: unknown): void;
  reject(reason: Error): void;
}

/**
 * Starts a worker and watches it.
 *
 * A browser reports errors of a worker, but not its end. So the worker holds a lock as long as it lives, for which this
 * thread queues up.
 *
 * @param onFailure - Called with the error if the worker fails or ends.
 */
export function watchWorker(
  createWorker: () => ReplicaWorker,
  init: WorkerInit,
  onFailure: (error: unknown) => void,
): WatchedWorker {
  const messages: unknown[] = [];
  const waiting: PendingReply[] = [];
  let failure: Error | undefined;
  let ended: Promise<void> | undefined;
  let setReady: PendingReply | undefined;
  const ready = new Promise<void>((resolve, reject) => {
    setReady = { resolve: () => resolve(), reject };
  });
  ready.catch(() => undefined); // another worker's error may be thrown first
  const worker = createWorker();
  const send = (message: ToWorker, transfer: readonly ArrayBuffer[] = []): void =>
    worker.postMessage(message, [...transfer]);

  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === "loaded") send(init);
    else if (data.kind === "failed")
      onFailure(new Error("it has failed")); // why is in the shared memory
    else if (data.kind === "ready") {
      ended = whenEnded(init.lock);
      void ended?.then(() => onFailure(new Error("its worker has ended")));
      setReady?.resolve(undefined);
    } else {
      const next = waiting.shift();
      if (next === undefined) messages.push(data.message);
      else next.resolve(data.message);
    }
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault(); // it is thrown instead
    onFailure(new Error(describeError(event)));
  });
  return {
    ready,
    post: (message, transfer) => send({ kind: "message", message }, transfer),
    receive() {
      if (messages.length > 0) return Promise.resolve(messages.shift());
      return new Promise((resolve, reject) => {
        if (failure !== undefined) reject(failure);
        else waiting.push({ resolve, reject });
      });
    },
    reject(reason) {
      failure ??= reason;
      setReady?.reject(reason);
      for (const one of waiting.splice(0)) one.reject(reason);
    },
    async terminate() {
      worker.terminate();
      await (ended ?? whenEnded(init.lock));
    },
  };
}

/** Resolves when nobody holds the lock any more; undefined in a browser without locks, or if they are forbidden. */
function whenEnded(lock: string): Promise<void> | undefined {
  const { locks } = navigator as Partial<Navigator>; // older browsers have none
  return locks?.request(lock, () => undefined);
}

/** An error in the script has a message; a script that cannot be loaded has none. */
function describeError(event: Event): string {
  const { message } = event as Partial<ErrorEvent>; // or a plain Event
  if (typeof message === "string" && message !== "") return message;
  return (
    "its worker's script cannot be loaded: it must exist at the worker's address, be JavaScript, and on a cross-origin " +
    'isolated page have the header "Cross-Origin-Embedder-Policy: require-corp" too'
  );
}
