import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NDArray } from "@tensorloom/data";
import type { InputBatch } from "../batch/batch.ts";
import { assertNoNaN, assertFiniteBatch } from "../nonFinite/assertFinite.ts";
import { createPredictFunction } from "../step/predictFunction.ts";
import { createWeightGuard } from "../nonFinite/weightGuard.ts";

/**
 * Wraps a model as a function on arrays, for `map`.
 *
 * The model runs in inference mode. A frozen backbone computes the same features in every epoch, so run each image
 * through it once:
 * `images.batch(16, { collate: stack }).map(async (b) => ({ ...b, inputs: await features(b.inputs) })).cache()`.
 *
 * @param caller - The name that error messages begin with.
 * @throws NonFiniteError from the function, if inputs, weights or outputs contain NaN.
 * @returns A function that takes `[batch, ...]`, or a list if the model has several inputs, and returns the output.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { infer } from "@tensorloom/training";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.globalAveragePooling1d({ inputShape: [2, 1] })] });
 * const means = infer(model);
 * (await means({ data: Float32Array.of(1, 3, 5, 7), shape: [2, 2, 1] })).data; // => Float32Array.of(2, 6)
 * ```
 */
export function infer(
  model: LayersModel,
  caller = "infer",
): (inputs: InputBatch["inputs"]) => Promise<NDArray<Float32Array>> {
  const predict = createPredictFunction(model, caller);
  const guard = createWeightGuard(model);
  const at = { caller, phase: "prediction" as const };
  return async (inputs) => {
    assertFiniteBatch({ inputs }, at);
    await guard.assertNewWeightsFinite(at);
    const outputs = await predict(inputs);
    assertNoNaN(outputs, { inputs }, at);
    return outputs;
  };
}
