import type { LayersModel } from "@tensorflow/tfjs-layers";
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
}

/** Bytes of memory that this machine can spare; undefined if the platform does not say it. */
function availableBytes(): number | undefined {
  const { process } = globalThis as { process?: { availableMemory?: () => number } }; // Node 20.13, and no browser
  return process?.availableMemory?.();
}

/** Estimates the bytes that ONNX Runtime takes for a step. */
function onnxBytes(model: LayersModel, { rows, inputShapes, training }: Step): number {
  return FACTOR * stepMemory(model, { batch: rows, inputShapes, training, recompute: false }).total;
}

/** Plans the rows of a pass so that ONNX Runtime has memory for it; undefined if the free memory is not known. */
export function planOnnxRows(
  model: LayersModel,
  { rows, inputShapes }: Omit<Step, "training">,
  available: number | undefined = availableBytes(),
): StepPlan | undefined {
  if (available === undefined) return undefined;
  const maxBytes = Math.max(1, (USABLE * available) / FACTOR);
  return planStep(model, { batch: rows, inputShapes, recompute: false, maxBytes });
}

/** Says why ONNX Runtime has no memory for a step; undefined if it has, or that is not known. */
export function whyNoMemory(
  model: LayersModel,
  step: Step,
  available: number | undefined = availableBytes(),
): string | undefined {
  const needed = onnxBytes(model, step);
  if (available === undefined || needed <= USABLE * available) return undefined;
  const megabytes = (bytes: number): string => `${String(Math.ceil(bytes / 2 ** 20))} MB`;
  return `ONNX Runtime would take about ${megabytes(needed)} for ${String(step.rows)} rows, and ${megabytes(available)} are free`;
}
