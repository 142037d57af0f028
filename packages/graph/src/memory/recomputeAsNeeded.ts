import type { LayersModel } from "@tensorflow/tfjs-layers";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { weightBytes } from "./costOf.ts";
import { maxTotal, WASM_BYTES } from "./fitsMemory.ts";
import { OPTIMIZER_SLOTS } from "./fixedBytes.ts";
import type { StepMemoryOptions } from "./stepMemory.ts";

/** The part of wasm's memory within which recomputation keeps a step: the rest is room for gaps. */
const RECOMPUTED_PART = 0.6;

/**
 * Options of {@link recomputeAsNeeded}.
 *
 * @inline
 */
export interface RecomputeAsNeededOptions extends Pick<StepMemoryOptions, "optimizerSlots" | "accumulates"> {
  /** Bytes that a step's tensors may take. Default: what fits into `heapBytes`. */
  readonly maxBytes?: number | undefined;
  /** Bytes to which wasm's memory may grow; default 4 GB. */
  readonly heapBytes?: number | undefined;
  /** The largest tensor of a pass, which leaves gaps of its size. */
  readonly largest?: number | undefined;
}

const OPTIONS: OptionKinds<RecomputeAsNeededOptions> = {
  optimizerSlots: "number",
  accumulates: "boolean",
  maxBytes: "number",
  heapBytes: "number",
  largest: "number",
};

/**
 * Recomputes as little as keeps a step within `maxBytes`, or within three fifths of wasm's memory.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { recomputeAsNeeded } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ inputShape: [10], units: 1, useBias: false })] });
 * recomputeAsNeeded(model, { maxBytes: 1000 }); // => { bytes: 1000 }
 * recomputeAsNeeded(model, { maxBytes: 1000, optimizerSlots: 0 }); // => { bytes: 1080 }
 * ```
 */
export function recomputeAsNeeded(
  model: LayersModel,
  options: RecomputeAsNeededOptions,
): { readonly bytes: number } {
  const checked = checkOptions("recomputeAsNeeded", options, OPTIONS);
  const { maxBytes, heapBytes = WASM_BYTES, largest = 0, ...slots } = checked;
  const { optimizerSlots = OPTIMIZER_SLOTS, accumulates = false } = slots;
  const limit = maxBytes ?? Math.min(RECOMPUTED_PART * heapBytes, maxTotal(heapBytes, largest));
  // `fuse` counts Adam's moments and the gradients of one pass.
  const others = optimizerSlots + Number(accumulates) - OPTIMIZER_SLOTS;
  return { bytes: Math.max(1, limit - others * weightBytes(model.trainableWeights)) };
}
