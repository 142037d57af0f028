import { totalmem } from "node:os";
import { planStep, WASM_BYTES } from "@tensorloom/graph";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { FitOptions } from "@tensorloom/training";
import type { Options } from "../cli/options.ts";

/**
 * The memory options of a run that trains every layer: `--accumulate` and `--recompute` if they are set.
 *
 * Otherwise `fit` plans both by itself.
 */
export function memoryOptions({
  batch,
  accumulate,
  recompute,
}: Pick<Options, "batch" | "accumulate" | "recompute">): Pick<FitOptions, "microBatch" | "recompute"> {
  return { microBatch: accumulate === undefined ? "auto" : Math.ceil(batch / accumulate), recompute };
}

/** Plans how many images a prediction computes together: as many as fit, at most `batch`. */
export function planPredictionBatch(
  model: LayersModel,
  batch: number,
  replicas: number,
  backend: string,
): number {
  if (backend !== "wasm") return batch;
  const constrained = process.constrainedMemory();
  const machine = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  const heapBytes = Math.min(WASM_BYTES, (0.8 * machine) / replicas);
  return planStep(model, { batch, replicas, heapBytes, training: false }).microBatch;
}
