import { isFused, memoryAdvice } from "@tensorloom/graph";
import { getBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Batch } from "../batch/batch.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import { whyNoMemory } from "../engine/machineMemory.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { fuseModel } from "../model/fuseModel.ts";
import { planMicroBatches } from "./planMicroBatches.ts";

/**
 * Warns before the first step if it probably does not fit into wasm memory, with advice on what would.
 *
 * On ONNX Runtime it compares with the free memory of the machine. Other backends use the machine's memory, so they are not checked.
 */
export function warnAboutMemory(
  model: LayersModel,
  options: ResolvedFitOptions,
  batch: Batch,
  engine: EngineChoice["name"] = "tfjs",
): void {
  if (engine === "onnxruntime") {
    warnAboutMachine(model, options, batch);
    return;
  }
  if (getBackend() !== "wasm") return;
  fuseModel(model);
  if (!isFused(model)) return; // a model with masks cannot be fused, and its memory is unknown
  const inputs = "shape" in batch.inputs ? [batch.inputs] : batch.inputs;
  const [batchRows] = inputs[0].shape;
  if (batchRows === 0) return;
  const isAuto = options.microBatch === "auto";
  const rows = isAuto
    ? (planMicroBatches(model, options, batch)?.microBatch ?? batchRows)
    : Math.min(batchRows, options.microBatch ?? batchRows);
  const advice = memoryAdvice(model, {
    batch: Math.ceil(rows / options.replicas.count),
    inputShapes: inputs.map(({ shape }) => shape.slice(1)),
    ...(options.recompute === undefined ? {} : { recompute: options.recompute }),
  });
  if (advice !== undefined)
    options.onWarning(`fit: ${advice}${isAuto ? "" : '; microBatch: "auto" chooses both'}`);
}

/** Warns if ONNX Runtime probably has no memory for a step. */
function warnAboutMachine(
  model: LayersModel,
  { microBatch, onWarning }: ResolvedFitOptions,
  batch: Batch,
): void {
  const inputs = "shape" in batch.inputs ? [batch.inputs] : batch.inputs;
  const [batchRows] = inputs[0].shape;
  if (microBatch === "auto" || batchRows === 0) return;
  const rows = Math.min(batchRows, microBatch ?? batchRows);
  const inputShapes = inputs.map(({ shape }) => shape.slice(1));
  const reason = whyNoMemory(model, { rows, inputShapes, training: true });
  if (reason !== undefined) onWarning(`fit: ${reason}; microBatch: "auto" chooses fewer`);
}
