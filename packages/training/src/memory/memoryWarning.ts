import { isFused, memoryAdvice } from "@tensorloom/graph";
import { getBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Batch } from "../batch/batch.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { fuseModel } from "../model/fuseModel.ts";
import { planMicroBatches } from "./planMicroBatch.ts";

/**
 * Tells `onWarning`, before a batch is learnt from, that such a step will hardly fit into wasm's memory, and what would.
 * Other engines have the machine's.
 */
export function warnAboutMemory(model: LayersModel, plan: ResolvedFitOptions, batch: Batch): void {
  if (getBackend() !== "wasm") return;
  fuseModel(model);
  if (!isFused(model)) return; // its layers mask, and nobody knows what they take
  const inputs = "shape" in batch.inputs ? [batch.inputs] : batch.inputs;
  const [all] = inputs[0].shape;
  if (all === 0) return;
  const isAuto = plan.microBatch === "auto";
  const rows = isAuto
    ? (planMicroBatches(model, plan, batch)?.microBatch ?? all)
    : Math.min(all, plan.microBatch ?? all);
  const advice = memoryAdvice(model, {
    batch: Math.ceil(rows / plan.replicas.count),
    inputShapes: inputs.map(({ shape }) => shape.slice(1)),
    ...(plan.recompute === undefined ? {} : { recompute: plan.recompute }),
  });
  if (advice !== undefined)
    plan.onWarning(`fit: ${advice}${isAuto ? "" : '; microBatch: "auto" chooses both'}`);
}
