import { createSharedCommunicator } from "../sharedCommunicator.ts";
import type { ThreadContext } from "../threadContext.ts";
import type { ThreadStatus, ThreadInit } from "./threadMessages.ts";

/** The entry of a thread of `startThreads`: loads the user's module and calls its default export. */
const { module, rank, size, memory, port, data } = process.getBuiltinModule("node:worker_threads")
  .workerData as ThreadInit; // startThreads sent it
const communicator = createSharedCommunicator(memory, rank, size);

/** Reports the error to the other replicas, and lets this thread exit. */
function fail(error: unknown): void {
  communicator.fail(error);
  port.close();
}

function reportStatus(status: ThreadStatus): void {
  port.postMessage(status);
}

async function start(): Promise<void> {
  const { default: replica } = (await import(module)) as { readonly default?: unknown }; // a module's exports
  if (typeof replica !== "function")
    throw new TypeError(`${module} must have a function as its default export`);
  const thread: ThreadContext = {
    communicator,
    data,
    onMessage(handle) {
      port.on("message", (message: unknown) => {
        try {
          handle(message);
        } catch (error) {
          fail(error);
        }
      });
    },
  };
  await (replica as (thread: ThreadContext) => void | Promise<void>)(thread); // its parameters cannot be checked
}

try {
  await start();
  reportStatus({ kind: "ready" });
} catch (error) {
  communicator.fail(error);
  reportStatus({ kind: "failed" });
  port.close();
}
