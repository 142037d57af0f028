import { isNode } from "@tensorloom/core/internal";

/** How many cores the process may use. */
export function coreCount(): number {
  if (isNode()) return process.getBuiltinModule("node:os").availableParallelism();
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } }; // Node's types and the browser's differ here
  return navigator?.hardwareConcurrency ?? 1;
}
