import { isFused, memoryAdvice } from "@tensorloom/graph";
import { getBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Batch } from "../batch/batch.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import { whyNoMemory } from "../engine/machineMemory.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { fuseModel } from "../model/fuseModel.ts";

/**
 * Warns before the first step if its `microBatch` probably does not fit into wasm memory, with advice on what would.
 *
 * On ONNX Runtime it compares with the free memory of the machine. Other backends use the machine's memory, so they are not checked.
 */
export function warnAboutMemory(
  model: LayersModel,
  options: ResolvedFitOptions,
  batch: Batch,
  engine: EngineChoice["name"] = "tfjs",
): void {
  if (options.microBatch === "auto" || options.memory.maxMemory !== undefined) return; // see reportPlan
  const { microBatch } = options;
  if (engine === "onnxruntime") {
    warnAboutMachine(model, options, microBatch, batch);
    return;
  }
  if (getBackend() !== "wasm") return;
  fuseModel(model);
  if (!isFused(model)) return; // a model with masks cannot be fused, and its memory is unknown
  const inputs = "shape" in batch.inputs ? [batch.inputs] : batch.inputs;
  const [batchRows] = inputs[0].shape;
  if (batchRows === 0) return;
  const advice = memoryAdvice(model, {
    batch: Math.ceil(Math.min(batchRows, microBatch) / options.replicas.count),
    inputShapes: inputs.map(({ shape }) => shape.slice(1)),
    optimizerSlots: options.optimizerSlots,
    recompute: options.recomputesAsNeeded ? true : options.recompute,
  });
  if (advice !== undefined) options.onWarning(`fit: ${advice}; microBatch: "auto" chooses the rows`);
}

/** Warns if ONNX Runtime probably has no memory for a step. */
function warnAboutMachine(
  model: LayersModel,
  { optimizerSlots, onWarning }: ResolvedFitOptions,
  microBatch: number,
  batch: Batch,
): void {
  const inputs = "shape" in batch.inputs ? [batch.inputs] : batch.inputs;
  const [batchRows] = inputs[0].shape;
  if (batchRows === 0) return;
  const rows = Math.min(batchRows, microBatch);
  const inputShapes = inputs.map(({ shape }) => shape.slice(1));
  const reason = whyNoMemory(model, { rows, inputShapes, training: true, optimizerSlots });
  if (reason !== undefined) onWarning(`fit: ${reason}; microBatch: "auto" chooses fewer`);
}
