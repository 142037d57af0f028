import { isNode } from "@tensorloom/core/internal";

/** How many cores the process may use. In a browser WebAssembly has threads only if the page is isolated from other origins. */
export function coreCount(): number {
  if (isNode()) return process.getBuiltinModule("node:os").availableParallelism();
  const { crossOriginIsolated, navigator } = globalThis as {
    readonly crossOriginIsolated?: boolean;
    readonly navigator?: { readonly hardwareConcurrency?: number };
  }; // Node's types and the browser's differ here
  return crossOriginIsolated === true ? (navigator?.hardwareConcurrency ?? 1) : 1;
}
