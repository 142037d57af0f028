import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { checkRecompute } from "./checkRecompute.ts";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import {
  fitsMemory,
  type StepMemory,
  stepMemory,
  STEP_OPTIONS,
  type StepMemoryOptions,
  USABLE_BYTES,
} from "./stepMemory.ts";
import { mostRows } from "./planStep.ts";

/**
 * Of which training step, and how much there is.
 *
 * @inline
 */
export interface MemoryAdviceOptions extends StepMemoryOptions {
  /** Bytes that a step may take; default wasm's 4 GB less the gaps that tensors of such sizes leave between them. */
  readonly limit?: number;
}

const OPTIONS: OptionKinds<MemoryAdviceOptions> = { ...STEP_OPTIONS, limit: "number" };

/**
 * A sentence for a training step that will not fit: what it takes, and what would make it fit. Undefined where it fits.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { memoryAdvice } from "@tensorloom/graph";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.conv2d({ inputShape: [512, 512, 3], filters: 4, kernelSize: 1, useBias: false })] });
 * memoryAdvice(model, { batch: 8 }); // => undefined
 * const limit = 60 * 2 ** 20;
 * memoryAdvice(model, { batch: 8, limit })?.split("; ")[1]; // => "a batch of 5 would fit (about 56 MB)"
 * ```
 */
export function memoryAdvice(model: LayersModel, given: MemoryAdviceOptions): string | undefined {
  const { limit, ...options } = checkOptions("memoryAdvice", given, OPTIONS);
  checkRecompute("memoryAdvice", options.recompute);
  const memory = stepMemory(model, options);
  if (fitsMemory(memory, limit)) return undefined;
  const { batch, recompute = false } = options;
  const rows = rowsThatFit(model, options, limit);
  const ways = rows === 0 ? [] : [way(batchOf(rows), stepMemory(model, { ...options, batch: rows }))];
  if (recompute === false) {
    const again = { ...options, recompute: true };
    const more = rowsThatFit(model, again, limit);
    const whole = stepMemory(model, again);
    if (fitsMemory(whole, limit)) ways.unshift(way(RECOMPUTE, whole));
    else if (more > rows)
      ways.push(way(`${RECOMPUTE} and ${batchOf(more)}`, stepMemory(model, { ...again, batch: more })));
  }
  const advice =
    ways.length > 0 ? ways : ["take smaller images or a smaller variant, or train the head alone"];
  return [
    `a training step with a batch of ${String(batch)} takes about ${parts(memory)}, and there are ${megabytes(limit ?? USABLE_BYTES)}`,
    ...advice,
  ].join("; ");
}

const RECOMPUTE = "fuse(model, { recompute: true })";

function batchOf(rows: number): string {
  return `a batch of ${String(rows)}`;
}

/** The largest batch that fits with the recomputation that was asked for, 0 if none does. */
function rowsThatFit(model: LayersModel, options: StepMemoryOptions, limit: number | undefined): number {
  return mostRows(options.batch, (batch) => fitsMemory(stepMemory(model, { ...options, batch }), limit));
}

function way(what: string, { total }: StepMemory): string {
  return `${what} would fit (about ${megabytes(total)})`;
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
