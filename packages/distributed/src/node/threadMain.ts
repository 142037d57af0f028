import { sharedCommunicator } from "../sharedCommunicator.ts";
import type { Thread } from "./thread.ts";
import type { FirstWord, ThreadBeginning } from "./threadMessages.ts";

/** What runs in a thread of `startThreads`: loads the user's module and calls its default export. */
const { module, rank, size, memory, port, data } = process.getBuiltinModule("node:worker_threads")
  .workerData as ThreadBeginning; // startThreads sent it
const communicator = sharedCommunicator(memory, rank, size);

/** Tells the others, and lets this thread end. */
function fail(error: unknown): void {
  communicator.fail(error);
  port.close();
}

/** The first word. */
function say(word: FirstWord): void {
  port.postMessage(word);
}

async function begin(): Promise<void> {
  const { default: replica } = (await import(module)) as { readonly default?: unknown }; // a module's exports
  if (typeof replica !== "function")
    throw new TypeError(`${module} must have a function as its default export`);
  const thread: Thread = {
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
  await (replica as (thread: Thread) => void | Promise<void>)(thread); // the user says that it is one
}

try {
  await begin();
  say({ kind: "ready" });
} catch (error) {
  communicator.fail(error);
  say({ kind: "failed" });
  port.close();
}
