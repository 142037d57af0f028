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
const USABLE = USABLE_BYTES / WASM_BYTES;

/**
 * Gaps between tensors, in sizes of the largest one. EfficientNet-B6 at 1024x1024 with 3 rows held 2878 MB when 576 MB no
 * longer fitted into 4096 MB: 2 sizes were lost, as with B0 at 512x512 and 16 rows (`npm run bench -- stepMemory`).
 */
const GAPS = 2.5;

/**
 * The same if the size of wasm's memory is to stay below a lower limit: EfficientNet-B0 at 224x224 with 8 rows
 * and an average of weights held 215 MB when the memory grew beyond 343 MB: 3.3 sizes were lost.
 */
const GAPS_BELOW = 3.5;

/** The most bytes by which Emscripten grows the memory at a time; it grows by a fifth if that is less. */
const GROWTH = 96 * 2 ** 20;

/** What wasm's memory holds besides tensors. */
const BASE = 16 * 2 ** 20;

/** Whether a step fits into `limit` bytes; by default into wasm's memory with the gaps that large tensors leave. */
export function fitsMemory(memory: StepMemory, limit: number | undefined): boolean {
  return limit === undefined ? fitsHeap(memory, WASM_BYTES) : memory.total <= limit;
}

/** Whether a step fits if wasm's memory grows to at most so many bytes. */
export function fitsHeap({ total, largest }: StepMemory, heapBytes: number): boolean {
  return total <= maxTotal(heapBytes, largest);
}

/** The most bytes that a step with such a largest tensor may hold if wasm's memory grows to at most `heapBytes`. */
export function maxTotal(heapBytes: number, largest: number): number {
  if (heapBytes >= WASM_BYTES) return Math.min(USABLE_BYTES, WASM_BYTES - GAPS * largest); // it cannot grow beyond that
  const rest = heapBytes - BASE;
  const touched = Math.max(rest / 1.2, rest - GROWTH);
  return Math.min(USABLE * touched, touched - GAPS_BELOW * largest);
}

/**
 * The bytes to which wasm's memory grows for a step, at most.
 *
 * It was at least the measured size in all cases of `npm run bench -- stepMemory`.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { stepMemory } from "@tensorloom/graph";
 * import { heapFor } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const memory = stepMemory(sequential({ layers: [layers.dense({ inputShape: [10], units: 1 })] }), { batch: 4 });
 * heapFor(memory) > memory.total; // => true
 * ```
 */
export function heapFor({ total, largest }: StepMemory): number {
  const touched = Math.max(total / USABLE, total + GAPS_BELOW * largest);
  return touched + Math.min(touched / 5, GROWTH) + BASE;
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
