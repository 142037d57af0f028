import type { StepMemory } from "./stepMemory.ts";

/**
 * The most bytes that WebAssembly can address.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { planStep, WASM_BYTES } from "@tensorloom/graph";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ inputShape: [10], units: 1 })] });
 * const maxBytes = WASM_BYTES / 2; // leave the other half to the rest of the program
 * planStep(model, { batch: 64, maxBytes }).microBatch; // => 64
 * ```
 */
export const WASM_BYTES: number = 4 * 2 ** 30;

/** The most bytes of wasm's memory that a step may take: the rest is lost to gaps between tensors. */
export const USABLE_BYTES: number = 0.8 * WASM_BYTES;

/**
 * Gaps between tensors, in sizes of the largest one. EfficientNet-B6 at 1024x1024 with 3 rows held 2878 MB when 576 MB no
 * longer fitted into 4096 MB: 2 sizes were lost, as with B0 at 512x512 and 16 rows (`npm run bench -- stepMemory`).
 */
const GAPS = 2.5;

/** Whether a step fits into `limit` bytes; by default into wasm's memory with the gaps that large tensors leave. */
export function fitsMemory({ total, largest }: StepMemory, limit: number | undefined): boolean {
  return total <= (limit ?? Math.min(USABLE_BYTES, WASM_BYTES - GAPS * largest));
}

/** The largest number of rows below `tooMany` that fits; 0 if none does. */
export function maxRows(tooMany: number, fits: (rows: number) => boolean): number {
  let [low, high] = [0, tooMany];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
