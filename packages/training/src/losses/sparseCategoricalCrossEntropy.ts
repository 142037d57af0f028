import { cast, clipByValue, div, oneHot, sum } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import { type Loss, PROBABILITY_FLOOR } from "../loss.ts";
import { surprise } from "./categoricalCrossEntropy.ts";

/**
 * Cross-entropy of class probabilities `[batch, classes]` against class numbers `[batch]`: `-ln p[class]`.
 *
 * Probabilities are clipped to `1e-7 .. 1 - 1e-7`, then scaled to sum to 1, as Keras does.
 *
 * @see Keras, `keras.losses.SparseCategoricalCrossentropy`
 * @example
 * ```ts
 * import { sparseCategoricalCrossEntropy } from "@tensorloom/training";
 *
 * sparseCategoricalCrossEntropy().targetShape?.([8, 3]); // => [8]
 * ```
 */
export function sparseCategoricalCrossEntropy(): Loss {
  return {
    name: "sparseCategoricalCrossEntropy",
    kind: "classes",
    targetShape: (output) => output.slice(0, -1),
    check: classNumbers,
    rows(targets, predictions) {
      const classes = predictions.shape[predictions.rank - 1];
      const sure = clipByValue(predictions, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR);
      const chosen = cast(oneHot(cast(targets, "int32"), classes), "float32");
      return surprise(chosen, div(sure, sum(sure, -1, true)));
    },
  };
}

function classNumbers(targets: NDArray["data"], output: readonly number[]): void {
  const classes = output.at(-1) ?? 0;
  const at = targets.findIndex(
    (value: number) => !(Number.isInteger(value) && value >= 0 && value < classes),
  );
  if (at < 0) return;
  throw new RangeError(
    `sparseCategoricalCrossEntropy: targets must be whole numbers from 0 to ${String(classes - 1)}, got ${String(targets[at])} at position ${String(at)}`,
  );
}
