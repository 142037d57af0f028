import type { LayersModel } from "@tensorflow/tfjs-layers";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { checkRecompute } from "./checkRecompute.ts";
import { fitsMemory, maxRows, USABLE_BYTES } from "./fitsMemory.ts";
import { STEP_OPTIONS, type StepMemory, stepMemory, type StepMemoryOptions } from "./stepMemory.ts";

/**
 * Options of {@link memoryAdvice}.
 *
 * @inline
 */
export interface MemoryAdviceOptions extends StepMemoryOptions {
  /** Bytes that a step may take; default wasm's 4 GB less the gaps that large tensors leave between them. */
  readonly maxBytes?: number | undefined;
}

const OPTIONS: OptionKinds<MemoryAdviceOptions> = { ...STEP_OPTIONS, maxBytes: "number" };

/**
 * Explains why a train step does not fit into memory, and suggests changes.
 *
 * @returns A sentence; undefined if the step fits.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { memoryAdvice } from "@tensorloom/graph";
 *
 * await useBackend("cpu");
 * const conv = layers.conv2d({ inputShape: [512, 512, 3], filters: 4, kernelSize: 1, useBias: false });
 * const model = sequential({ layers: [conv] });
 * memoryAdvice(model, { batch: 8 }); // => undefined
 * const maxBytes = 60 * 2 ** 20;
 * memoryAdvice(model, { batch: 8, maxBytes })?.split("; ")[1]; // => "a batch of 5 would fit (about 56 MB)"
 * ```
 */
export function memoryAdvice(model: LayersModel, options: MemoryAdviceOptions): string | undefined {
  const { maxBytes, ...step } = checkOptions("memoryAdvice", options, OPTIONS);
  checkRecompute("memoryAdvice", step.recompute);
  const memory = stepMemory(model, step);
  if (fitsMemory(memory, maxBytes)) return undefined;
  const { batch, recompute = false } = step;
  const rows = rowsThatFit(model, step, maxBytes);
  const ways = rows === 0 ? [] : [wouldFit(batchOf(rows), stepMemory(model, { ...step, batch: rows }))];
  if (recompute === false) {
    const again = { ...step, recompute: true };
    const more = rowsThatFit(model, again, maxBytes);
    const whole = stepMemory(model, again);
    if (fitsMemory(whole, maxBytes)) ways.unshift(wouldFit(RECOMPUTE, whole));
    else if (more > rows)
      ways.push(wouldFit(`${RECOMPUTE} and ${batchOf(more)}`, stepMemory(model, { ...again, batch: more })));
  }
  const advice =
    ways.length > 0 ? ways : ["take smaller images or a smaller variant, or train the head alone"];
  return [
    `a training step with a batch of ${String(batch)} takes about ${formatParts(memory)}, and there are ${megabytes(maxBytes ?? USABLE_BYTES)}`,
    ...advice,
  ].join("; ");
}

const RECOMPUTE = "fuse(model, { recompute: true })";

function batchOf(rows: number): string {
  return `a batch of ${String(rows)}`;
}

/** The largest batch that fits with the recomputation that was asked for, 0 if none does. */
function rowsThatFit(model: LayersModel, step: StepMemoryOptions, maxBytes: number | undefined): number {
  return maxRows(step.batch, (batch) => fitsMemory(stepMemory(model, { ...step, batch }), maxBytes));
}

function wouldFit(what: string, { total }: StepMemory): string {
  return `${what} would fit (about ${megabytes(total)})`;
}

function formatParts({ total, activations, weights, optimizer, gradients }: StepMemory): string {
  return (
    `${megabytes(total)} (activations ${megabytes(activations)}, weights ${megabytes(weights)}, ` +
    `gradients ${megabytes(gradients)}, optimizer ${megabytes(optimizer)})`
  );
}

function megabytes(bytes: number): string {
  return `${String(Math.ceil(bytes / 2 ** 20))} MB`;
}
