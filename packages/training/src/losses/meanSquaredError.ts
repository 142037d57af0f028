import { square, sub } from "@tensorflow/tfjs-core";
import { type Loss } from "./loss.ts";
import { meanPerRow } from "./binaryCrossEntropy.ts";

/**
 * The mean of squared differences over a row's outputs.
 *
 * @see Keras, `keras.losses.MeanSquaredError`
 * @example
 * ```ts
 * import { meanSquaredError } from "@tensorloom/training";
 *
 * meanSquaredError().task; // => "regression"
 * ```
 */
export function meanSquaredError(): Loss {
  return {
    name: "meanSquaredError",
    task: "regression",
    compute: (targets, predictions) => meanPerRow(square(sub(predictions, targets))),
  };
}
