import type { ReplicaWorker } from "@tensorloom/distributed";

/**
 * Starts the Web Worker of a replica. Vite and webpack recognise this pattern, build the script, and insert its address.
 *
 * Other bundlers do not, and need the option `worker`.
 */
export function createTrainingWorker(): ReplicaWorker {
  return new Worker(new URL("../worker.js", import.meta.url), { type: "module" });
}
