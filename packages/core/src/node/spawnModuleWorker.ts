import { type Transferable, Worker } from "node:worker_threads";
import { workerEntry } from "../workers/workerEntry.ts";

/** Options of {@link spawnModuleWorker}. */
export interface SpawnModuleWorkerOptions {
  /** What the thread reads as `workerData`. */
  readonly workerData?: unknown;
  /** Addresses of the user's modules that the thread will import; if one is TypeScript, the thread loads it through tsx. */
  readonly imports?: readonly string[] | undefined;
  /** What moves to the thread instead of being copied. */
  readonly transferList?: readonly Transferable[] | undefined;
}

/**
 * Starts a thread of Node that runs a module, in JavaScript or TypeScript.
 *
 * @param main - The module's address, from `siblingModule`.
 * @example
 * ```ts no-run
 * import { siblingModule } from "@tensorloom/core/internal";
 * import { spawnModuleWorker } from "@tensorloom/core/internal/node";
 *
 * const worker = spawnModuleWorker(siblingModule(import.meta.url, "workerMain"), { workerData: { size: 2 } });
 * worker.on("message", (result) => console.log(result));
 * ```
 */
export function spawnModuleWorker(main: URL, options: SpawnModuleWorkerOptions = {}): Worker {
  const { workerData, imports, transferList = [] } = options;
  const { script, ...settings } = workerEntry(main, imports);
  return new Worker(settings.eval ? script : new URL(script), {
    ...settings,
    workerData,
    transferList: [...transferList],
  });
}
