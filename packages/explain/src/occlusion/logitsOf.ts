import { dispose, keep, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { applyToLogits } from "@tensorloom/graph/internal";
import { rowTensors } from "../inputs/inputRows.ts";
import type { NumberArray } from "../inputs/modelInputs.ts";

/** Computes the logits of inputs `[rows, ...]`, in inference mode: `[rows, classes]`. */
export async function logitsOf(model: LayersModel, inputs: readonly NumberArray[]): Promise<Float32Array> {
  const tensors = rowTensors(inputs, 0, inputs[0].shape[0]);
  let logits;
  try {
    logits = tidy(() => keep(applyToLogits(model, tensors, { training: false }).values));
  } finally {
    dispose([...tensors]);
  }
  try {
    return await logits.data<"float32">();
  } finally {
    logits.dispose();
  }
}
