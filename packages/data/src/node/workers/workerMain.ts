import { parentPort, workerData } from "node:worker_threads";
import { type Random, random } from "@tensorloom/core";
import { serializeError } from "@tensorloom/core/internal";
import { ElementContext, PassContext } from "../../pass/mapContext.ts";
import type { Transform } from "../../operators/map.ts";
import { ActiveCalls } from "./activeCalls.ts";
import { transferableBuffers } from "./transferableBuffers.ts";
import type { WorkerReply, WorkerInit, WorkerTask } from "./workerMessages.ts";

/** The entry module of a worker: loads the user's module, calls its function. */
const { module, name, stream, transferResults, activeCalls: memory } = workerData as WorkerInit; // from the pool
const activeCalls = new ActiveCalls(memory);

const streams = (epoch: number): Random => random(...stream, epoch);
let pass = new PassContext(streams, 0);

/** The pass of an epoch; a worker lives for one pass. */
function passAt(epoch: number): PassContext {
  if (pass.epoch !== epoch) pass = new PassContext(streams, epoch);
  return pass;
}

function reply(message: WorkerReply, buffers: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, buffers);
}

async function loadTransform(): Promise<Transform<unknown, unknown>> {
  const found = ((await import(module)) as Readonly<Record<string, unknown>>)[name]; // a module's exports
  if (typeof found === "function") return found as Transform<unknown, unknown>; // the caller states its type
  throw new TypeError(`${module} has no function "${name}"`);
}

try {
  const transform = await loadTransform();
  parentPort?.on("messageerror", (error: unknown) => {
    throw error; // an unreadable element: ends the worker, and the pool sees it
  });
  parentPort?.on("message", ({ id, element, index, epoch }: WorkerTask) => {
    if (!activeCalls.begin()) return; // the process is ending
    const work = async (): Promise<void> => {
      const value = await transform(element, new ElementContext(passAt(epoch), index));
      reply({ kind: "done", id, value }, transferResults ? transferableBuffers(value, "result") : []);
    };
    void work()
      .catch((error: unknown) => reply({ kind: "failed", id, error: serializeError(error) }))
      .finally(() => activeCalls.end());
  });
} catch (error) {
  reply({ kind: "unusable", error: serializeError(error) });
}
