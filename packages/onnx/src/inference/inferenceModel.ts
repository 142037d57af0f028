import type { LayersModel } from "@tensorflow/tfjs-layers";
import { checkOptions } from "@tensorloom/core/internal";
import { foldBatchNorm } from "@tensorloom/graph";
import { allVariables } from "@tensorloom/graph/internal";
import type { OnnxModel } from "../format/onnxModel.ts";
import { lowerModel } from "../net/lowerModel.ts";
import { emitInference, INFERENCE_OPTIONS, type InferenceOptions } from "./emitInference.ts";

/**
 * Writes a layers model as an ONNX graph for prediction, with its batch normalisations folded.
 *
 * The weights are copied as they are now; the model is not changed.
 *
 * @throws UnsupportedLayerError that lists every layer that has no ONNX graph here.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { inferenceModel } from "@tensorloom/onnx/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2], activation: "sigmoid", name: "out" })] });
 * const { opsets } = await inferenceModel(model);
 * opsets; // => { "": 20 }
 * ```
 */
export async function inferenceModel(model: LayersModel, options: InferenceOptions = {}): Promise<OnnxModel> {
  checkOptions("inferenceModel", options, INFERENCE_OPTIONS);
  lowerModel(model); // refuses what cannot be written before the weights are copied
  const folded = await foldBatchNorm(model);
  try {
    const weights = new Map<string, Float32Array>();
    for (const [name, variable] of allVariables(folded)) weights.set(name, await variable.data<"float32">());
    return emitInference(lowerModel(folded), weights, options);
  } finally {
    folded.dispose();
  }
}
