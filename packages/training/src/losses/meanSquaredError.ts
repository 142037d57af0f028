import { square, sub } from "@tensorflow/tfjs-core";
import { createLoss, type Loss } from "./loss.ts";
import { meanPerRow } from "./binaryCrossEntropy.ts";

/**
 * Mean squared error: the mean of squared differences over a row's outputs.
 *
 * @see Keras, `keras.losses.MeanSquaredError`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, meanSquaredError } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({
 *   layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })],
 * });
 * const batch = {
 *   inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
 *   targets: { data: Float32Array.of(-4, -2, 2, 4), shape: [4] },
 * };
 * const { epochs } = await fit(model, {
 *   train: fromArray([batch]),
 *   epochs: 30,
 *   loss: meanSquaredError(),
 *   schedule: 0.1,
 * });
 * epochs[0].logs["loss"]; // => 10
 * epochs[29].logs["loss"] < 1; // => true
 * ```
 */
export function meanSquaredError(): Loss {
  return createLoss(
    { name: "meanSquaredError", options: {} },
    {
      task: "regression",
      compute: (targets, predictions) => meanPerRow(square(sub(predictions, targets))),
    },
  );
}
