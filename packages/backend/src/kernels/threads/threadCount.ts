import { isNode } from "@tensorloom/core/internal";

/** More threads than this gain nothing on one image, and each takes a few megabytes. */
export const MAX_THREADS = 16;

let chosen: number | undefined;
/** Asked once: the system takes some microseconds to answer, and every kernel needs it. */
let cores: number | undefined;
/** Each holds until it is removed, in any order. */
const limits = new Set<{ readonly count: number }>();

/**
 * How many threads compute a kernel, including the caller's.
 *
 * @example
 * ```ts
 * import { kernelThreads, limitKernelThreads } from "@tensorloom/backend/internal";
 *
 * const restore = limitKernelThreads(1);
 * kernelThreads(); // => 1
 * restore();
 * ```
 */
export function kernelThreads(): number {
  let least = MAX_THREADS;
  for (const { count } of limits) least = Math.min(least, count);
  return Math.max(1, Math.min(chosen ?? (cores ??= coreCount()), least));
}

/** Sets how many threads compute a kernel; undefined for one for each core. */
export function chooseKernelThreads(count: number | undefined): void {
  chosen = count;
}

/**
 * Limits the threads of each kernel while other threads of the process compute too.
 *
 * @returns A function that removes this limit; others stay.
 * @example
 * ```ts
 * import { limitKernelThreads } from "@tensorloom/backend/internal";
 *
 * const restore = limitKernelThreads(1);
 * restore();
 * ```
 */
export function limitKernelThreads(count: number): () => void {
  const own = { count };
  limits.add(own);
  return () => void limits.delete(own);
}

/** Whether threads can share memory: in Node, and on a cross-origin isolated page. */
export function mayShareMemory(): boolean {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  return typeof SharedArrayBuffer === "function" && (isNode() || crossOriginIsolated === true);
}

function coreCount(): number {
  if (isNode()) return process.getBuiltinModule("node:os").availableParallelism();
  return (globalThis as { navigator?: { hardwareConcurrency?: number } }).navigator?.hardwareConcurrency ?? 1;
}
