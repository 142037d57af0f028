import { square, sub } from "@tensorflow/tfjs-core";
import { type Loss } from "./loss.ts";
import { meanOfRow } from "./binaryCrossEntropy.ts";

/**
 * The mean of squared differences over a row's outputs.
 *
 * @see Keras, `keras.losses.MeanSquaredError`
 * @example
 * ```ts
 * import { meanSquaredError } from "@tensorloom/training";
 *
 * meanSquaredError().kind; // => "numbers"
 * ```
 */
export function meanSquaredError(): Loss {
  return {
    name: "meanSquaredError",
    kind: "numbers",
    rows: (targets, predictions) => meanOfRow(square(sub(predictions, targets))),
  };
}
