import { leavesOf, RECOMPUTE_AS_NEEDED } from "@tensorloom/graph/internal";
import { planStep, type StepPlan } from "@tensorloom/graph";
import { getBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { InputBatch } from "../batch/batch.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";

/** Plans the micro-batches of a step; `undefined` on backends that use the machine's memory. */
export function planMicroBatches(
  model: LayersModel,
  options: ResolvedFitOptions,
  { inputs }: InputBatch,
): StepPlan | undefined {
  if (getBackend() !== "wasm") return undefined;
  const arrays = "shape" in inputs ? [inputs] : inputs;
  try {
    return planStep(model, {
      batch: arrays[0].shape[0],
      inputShapes: arrays.map(({ shape }) => shape.slice(1)),
      replicas: options.replicas.count,
      recompute: options.recompute === RECOMPUTE_AS_NEEDED ? undefined : (options.recompute ?? false),
    });
  } catch {
    return undefined; // the inputs do not fit the model, which the step reports
  }
}

/** Describes a step that is split into micro-batches, for a warning. */
export function describePlan(
  model: LayersModel,
  rows: number,
  { microBatch, passes, recompute, memory }: StepPlan,
  whose: string,
): string {
  const recomputed = recompute === false ? "" : " and recomputed activations";
  return (
    `a step of ${String(rows)} rows does not fit into ${whose} as it is: it is computed in ${String(passes)} ` +
    `micro-batch${passes === 1 ? "" : "es"} of up to ${String(microBatch)} rows${recomputed} (about ${String(Math.ceil(memory.total / 2 ** 20))} MB)` +
    (passes > 1 && usesBatchStatistics(model)
      ? ", and batch normalisation uses the statistics of each micro-batch"
      : "")
  );
}

/** Whether batch normalisation uses batch statistics, so that micro-batches do not compute exactly what the batch would. */
function usesBatchStatistics(model: LayersModel): boolean {
  return leavesOf(model).some(
    ({ layer, frozen }) => !frozen && layer.getClassName() === "BatchNormalization",
  );
}
