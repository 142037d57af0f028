import type { Matrix } from "../wasm/job.ts";
import { kernelModule } from "../wasm/kernelModule.ts";
import type { WasmEngine } from "../wasm/wasmEngine.ts";

/**
 * The panels of weights, packed once and kept for every plan of a model.
 *
 * @example
 * ```ts
 * import { useBackend } from "@tensorloom/backend";
 * import { PackedWeights, planningEngine } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const found = planningEngine();
 * if (found !== undefined) new PackedWeights(found.engine).dispose();
 * ```
 */
export class PackedWeights {
  readonly #engine: WasmEngine;
  readonly #places = new Map<string, number>();

  constructor(engine: WasmEngine) {
    this.#engine = engine;
  }

  /** The address of a matrix's panels, which are packed at the first call. */
  panelsOf({ at, step, across, n, k, block }: Matrix): number {
    const key = [at, step, across, n, k, block].join(" ");
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const module = kernelModule(this.#engine);
    const to = this.#engine.wasm._malloc(module.paddedColumns(n) * k * 4) >>> 0;
    module.packPanels(at, step, across, n, k, block, to);
    this.#places.set(key, to);
    return to;
  }

  /** Frees the panels. */
  dispose(): void {
    for (const at of this.#places.values()) this.#engine.wasm._free(at);
    this.#places.clear();
  }
}
