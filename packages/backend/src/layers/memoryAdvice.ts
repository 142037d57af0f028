import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type StepMemory, stepMemory, type StepMemoryOptions, WASM_BYTES } from "./stepMemory.ts";

/** Of which training step, and how much there is. */
export interface MemoryAdviceOptions extends StepMemoryOptions {
  /** Bytes that a step may take; default four fifths of wasm's 4 GB: the rest goes to gaps between tensors. */
  readonly limit?: number;
}

/** What wasm's memory holds before the gaps between tensors fill it. */
const USABLE_BYTES = 0.8 * WASM_BYTES;

/**
 * A sentence for a training step that will not fit: what it takes, and what would make it fit. Undefined where it fits.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { memoryAdvice, useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.conv2d({ inputShape: [512, 512, 3], filters: 4, kernelSize: 1, useBias: false })] });
 * memoryAdvice(model, { batch: 8 }); // => undefined
 * const limit = 60 * 2 ** 20;
 * memoryAdvice(model, { batch: 8, limit })?.split("; ")[1]; // => "a batch of 5 would fit (about 56 MB)"
 * ```
 */
export function memoryAdvice(
  model: LayersModel,
  { limit = USABLE_BYTES, ...options }: MemoryAdviceOptions,
): string | undefined {
  const memory = stepMemory(model, options);
  if (memory.total <= limit) return undefined;
  const { batch, recompute = false } = options;
  const ways = [
    ...(recompute === false ? [{ ...options, recompute: true }] : []),
    { ...options, batch: largestBatch(model, { ...options, limit }) },
  ].flatMap((way) => {
    const { total } = way.batch === 0 ? { total: Infinity } : stepMemory(model, way);
    if (total > limit) return [];
    const what = way.batch === batch ? "lean(model, { recompute: true })" : `a batch of ${String(way.batch)}`;
    return [`${what} would fit (about ${megabytes(total)})`];
  });
  const advice =
    ways.length > 0 ? ways : ["take smaller images or a smaller variant, or train the head alone"];
  return [
    `a training step with a batch of ${String(batch)} takes about ${parts(memory)}, and there are ${megabytes(limit)}`,
    ...advice,
  ].join("; ");
}

/** The largest batch that fits, 0 for none. */
function largestBatch(model: LayersModel, { limit = USABLE_BYTES, ...options }: MemoryAdviceOptions): number {
  let [fits, tooMany] = [0, options.batch];
  while (tooMany - fits > 1) {
    const batch = (fits + tooMany) >> 1;
    if (stepMemory(model, { ...options, batch }).total <= limit) fits = batch;
    else tooMany = batch;
  }
  return fits;
}

function parts({ total, activations, weights, optimizer, gradients }: StepMemory): string {
  return (
    `${megabytes(total)} (activations ${megabytes(activations)}, weights ${megabytes(weights)}, ` +
    `gradients ${megabytes(gradients)}, optimizer ${megabytes(optimizer)})`
  );
}

function megabytes(bytes: number): string {
  return `${String(Math.ceil(bytes / 2 ** 20))} MB`;
}
