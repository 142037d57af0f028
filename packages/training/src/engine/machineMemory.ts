import type { LayersModel } from "@tensorflow/tfjs-layers";
import { isNode } from "@tensorloom/core/internal";
import { planStep, stepMemory, type StepPlan } from "@tensorloom/graph";

/**
 * Bytes that ONNX Runtime takes at its peak for each byte that `stepMemory` estimates.
 *
 * EfficientNet-B0 took 824 MB of an estimated 534 (8 rows at 224), and 258 MB of 131 (4 rows at 128); with
 * standard operators alone 1005 and 280 (`npm run bench -- engineMemory`).
 */
const FACTOR = 2;

/** The part of the free memory that a step may take: the rest is left to the program and its data. */
const USABLE = 0.8;

/** What a step computes. */
interface Step {
  readonly rows: number;
  readonly inputShapes: readonly (readonly number[])[];
  readonly training: boolean;
  /** Numbers that the optimizer and an average keep for each weight. */
  readonly optimizerSlots?: number | undefined;
  /** Whether gradients of earlier batches are held. */
  readonly accumulates?: boolean | undefined;
  /** The option of `fit`, in bytes. */
  readonly maxMemory?: number | undefined;
}

/** Bytes of memory that this machine can spare; undefined if the platform does not say it. */
function availableBytes(): number | undefined {
  const { process } = globalThis as { process?: { availableMemory?: () => number } }; // Node 20.13, and no browser
  return process?.availableMemory?.();
}

/** Bytes of memory of this machine, or of the container; undefined in browsers. */
export function machineBytes(): number | undefined {
  if (!isNode()) return undefined;
  const total = process.getBuiltinModule("node:os").totalmem();
  const constrained = process.constrainedMemory(); // 0 without a limit
  return constrained > 0 ? Math.min(constrained, total) : total;
}

/** The most bytes that ONNX Runtime may take; undefined if neither the free memory nor an option is known. */
function limitOf(maxMemory: number | undefined, available: number | undefined): number | undefined {
  if (available === undefined) return maxMemory;
  return Math.min(USABLE * available, maxMemory ?? Infinity);
}

/** A plan, with the bytes that it takes of those that there are. */
export interface SizedPlan extends StepPlan {
  readonly bytes: number;
  readonly maxBytes: number;
}

/** Plans the rows of a pass so that ONNX Runtime has memory for it, and what it takes; undefined if no limit is known. */
export function planOnnxRows(
  model: LayersModel,
  { rows, maxMemory, ...step }: Step & { readonly split?: boolean },
  available: number | undefined = availableBytes(),
): SizedPlan | undefined {
  const limit = limitOf(maxMemory, available);
  if (limit === undefined) return undefined;
  const maxBytes = Math.max(1, limit / FACTOR);
  const plan = planStep(model, { ...step, batch: rows, recompute: false, maxBytes });
  return { ...plan, bytes: FACTOR * plan.memory.total, maxBytes: limit };
}

/** Says why ONNX Runtime has no memory for a step; undefined if it has, or that is not known. */
export function whyNoMemory(
  model: LayersModel,
  { rows, maxMemory, ...step }: Step,
  available: number | undefined = availableBytes(),
): string | undefined {
  const needed = FACTOR * stepMemory(model, { ...step, batch: rows, recompute: false }).total;
  const limit = limitOf(maxMemory, available);
  if (limit === undefined || needed <= limit) return undefined;
  const megabytes = (bytes: number): string => `${String(Math.ceil(bytes / 2 ** 20))} MB`;
  const there =
    limit === maxMemory ? `maxMemory is ${megabytes(limit)}` : `${megabytes(available ?? 0)} are free`;
  return `ONNX Runtime would take about ${megabytes(needed)} for ${String(rows)} rows, and ${there}`;
}
