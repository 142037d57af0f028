import { leavesOf, RECOMPUTE_AS_NEEDED } from "@tensorloom/graph/internal";
import { planStep, type StepPlan } from "@tensorloom/graph";
import { getBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { InputBatch } from "../batch/batch.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";

/** The plan of a step on a batch of these inputs; `undefined` on backends that have the machine's memory. */
export function planMicroBatches(
  model: LayersModel,
  plan: ResolvedFitOptions,
  { inputs }: InputBatch,
): StepPlan | undefined {
  if (getBackend() !== "wasm") return undefined;
  const arrays = "shape" in inputs ? [inputs] : inputs;
  try {
    return planStep(model, {
      batch: arrays[0].shape[0],
      inputShapes: arrays.map(({ shape }) => shape.slice(1)),
      replicas: plan.replicas.count,
      recompute: plan.recompute === RECOMPUTE_AS_NEEDED ? undefined : (plan.recompute ?? false),
    });
  } catch {
    return undefined; // inputs that do not fit the model: the step says so
  }
}

/** One sentence on a step that is computed in parts. */
export function describePlan(
  model: LayersModel,
  rows: number,
  { microBatch, passes, recompute, memory }: StepPlan,
): string {
  const again = recompute === false ? "" : " and recomputed activations";
  return (
    `a step of ${String(rows)} rows does not fit into wasm's memory as it is: it is computed in ${String(passes)} ` +
    `micro-batch${passes === 1 ? "" : "es"} of up to ${String(microBatch)} rows${again} (about ${String(Math.ceil(memory.total / 2 ** 20))} MB)` +
    (passes > 1 && usesBatchStatistics(model)
      ? ", and batch normalisation normalises each micro-batch by itself"
      : "")
  );
}

/** Whether batch normalisation uses the statistics of the batch: then micro-batches are not the whole batch exactly. */
function usesBatchStatistics(model: LayersModel): boolean {
  return leavesOf(model).some(
    ({ layer, frozen }) => !frozen && layer.getClassName() === "BatchNormalization",
  );
}
