import { isNode } from "@tensorloom/core/internal";

/**
 * Why this environment cannot start replicas in Web Workers, as a clause; undefined if it can.
 *
 * @example
 * ```ts
 * import { whyNoWorkers } from "@tensorloom/distributed/internal";
 *
 * whyNoWorkers({ crossOriginIsolated: true, Worker: class {} }); // => undefined
 * ```
 */
export function whyNoWorkers(scope: object = globalThis): string | undefined {
  const { crossOriginIsolated = false, Worker } = scope as {
    readonly crossOriginIsolated?: boolean;
    readonly Worker?: unknown;
  }; // a browser's global scope
  const isThread = scope === globalThis && isNode(); // some libraries define a Worker there
  if (typeof Worker !== "function" || isThread) return "this environment has no Web Workers";
  if (crossOriginIsolated) return undefined;
  return (
    "this page is not cross-origin isolated, so its workers cannot share memory; serve it and its scripts with the headers " +
    '"Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp"'
  );
}
