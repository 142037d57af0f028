import { CONTROL, STATE, TEXT_AT } from "../rendezvous.ts";

/**
 * The watch: a thread that begins the replicas' threads and sees them end. The thread that leads a run cannot, while it
 * waits for them: nobody would tell it that one has died.
 */
export function watchScript(): string {
  return `
const { workerData, parentPort, Worker } = require("node:worker_threads");
const { entry: { script, ...settings }, beginnings, memory } = workerData;
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
for (const beginning of beginnings) {
  let error;
  const worker = new Worker(settings.eval ? script : new URL(script), {
    ...settings,
    workerData: beginning,
    transferList: [beginning.port],
  });
  worker.on("error", (thrown) => (error = thrown));
  worker.on("exit", (code) => {
    end(beginning.rank, code, error);
    parentPort.postMessage("ended");
  });
}
`;
}
