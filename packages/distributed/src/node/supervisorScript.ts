import { CONTROL, STATE, TEXT_AT } from "../rendezvous.ts";

/**
 * The script of the supervisor: a thread that starts the replicas' threads and reports when one exits.
 *
 * Rank 0 cannot do this itself: while it blocks in a collective operation, it receives no `exit` event.
 */
export function supervisorScript(): string {
  return `
const { workerData, parentPort, Worker } = require("node:worker_threads");
const { entry: { script, ...settings }, threads, memory, resourceLimits } = workerData;
const words = new Int32Array(memory);
const text = new Uint8Array(memory, ${String(TEXT_AT)}, 4096 - ${String(TEXT_AT)});
function end(rank, code, error) {
  if (Atomics.compareExchange(words, ${String(CONTROL.writer)}, 0, 1) !== 0) return;
  words[${String(CONTROL.rank)}] = rank;
  words[${String(CONTROL.exitCode)}] = code;
  if (error !== undefined) {
    const { name, message } = error;
    const line = JSON.stringify({ name: String(name), message: String(message).slice(0, 400) });
    words[${String(CONTROL.textBytes)}] = new TextEncoder().encodeInto(line, text).written;
  }
  Atomics.store(words, ${String(CONTROL.state)}, ${String(STATE.ended)});
  Atomics.add(words, ${String(CONTROL.generation)}, 1);
  Atomics.notify(words, ${String(CONTROL.generation)});
}
for (const thread of threads) {
  let error;
  const worker = new Worker(settings.eval ? script : new URL(script), {
    ...settings,
    resourceLimits,
    workerData: thread,
    transferList: [thread.port],
  });
  worker.on("error", (thrown) => (error = thrown));
  worker.on("exit", (code) => {
    end(thread.rank, code, error);
    parentPort.postMessage("ended");
  });
}
`;
}
