import { backend, engine, getBackend, getKernel } from "@tensorflow/tfjs-core";
import { threadsOf } from "../threads/team.ts";
import { sharesMemory, type WasmEngine, wasmEngine } from "../wasm/wasmEngine.ts";

/** An engine for which kernels can be planned. */
export interface PlanningEngine {
  readonly engine: WasmEngine;
  /** How many threads compute: a plan is made for a number of them. */
  readonly threads: number;
}

/**
 * The current engine if kernels can be planned for it now: wasm with our kernels, and no gradient is recorded.
 *
 * @example
 * ```ts
 * import { useBackend } from "@tensorloom/backend";
 * import { planningEngine } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm", { threads: 1 });
 * planningEngine()?.threads; // => 1
 * ```
 */
export function planningEngine(): PlanningEngine | undefined {
  return engine().isTapeOn() ? undefined : engineOfKernels();
}

/** The current engine if it is wasm with our kernels. */
export function engineOfKernels(): PlanningEngine | undefined {
  if (getBackend() !== "wasm" || !sharesMemory(backend())) return undefined;
  // tfjs's type does not say that a kernel may be missing.
  const ours = getKernel("TensorloomConvolution", "wasm") as ReturnType<typeof getKernel> | undefined;
  if (ours === undefined) return undefined;
  const running = wasmEngine(backend());
  return { engine: running, threads: threadsOf(running) };
}
