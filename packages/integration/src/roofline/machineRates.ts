import { once } from "node:events";
import { siblingModule } from "@tensorloom/core/internal";
import { spawnModuleWorker } from "@tensorloom/core/internal/node";
import type { CoreRates } from "./rooflineTable.ts";

/**
 * Measures what some cores do in WebAssembly together: each in a thread of its own, at the same time. They share the memory.
 *
 * @param binary - The loops of `compileLoops`.
 */
export async function machineRates(binary: Uint8Array<ArrayBuffer>, threads: number): Promise<CoreRates> {
  const main = siblingModule(import.meta.url, "threadRates");
  const found = await Promise.all(
    Array.from({ length: threads }, async () => {
      const [rates] = (await once(spawnModuleWorker(main, { workerData: binary }), "message")) as [CoreRates];
      return rates;
    }),
  );
  const sum = (read: (rates: CoreRates) => number): number =>
    found.reduce((total, rates) => total + read(rates), 0);
  return { gflops: sum(({ gflops }) => gflops), gigabytes: sum(({ gigabytes }) => gigabytes) };
}
