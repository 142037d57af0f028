import { square, sub } from "@tensorflow/tfjs-core";
import { type Loss } from "./loss.ts";
import { meanPerRow } from "./binaryCrossEntropy.ts";

/**
 * Mean squared error: the mean of squared differences over a row's outputs.
 *
 * @see Keras, `keras.losses.MeanSquaredError`
 * @example
 * ```ts
 * import { meanSquaredError } from "@tensorloom/training";
 *
 * const loss = meanSquaredError(); // fit(model, { loss, … })
 * [loss.name, loss.task]; // => ["meanSquaredError", "regression"]
 * ```
 */
export function meanSquaredError(): Loss {
  return {
    name: "meanSquaredError",
    task: "regression",
    compute: (targets, predictions) => meanPerRow(square(sub(predictions, targets))),
  };
}
