import { add, clipByValue, div, log, mul, neg, sum, type Tensor } from "@tensorflow/tfjs-core";
import { finite } from "@tensorloom/core";
import { type Loss, PROBABILITY_FLOOR, probabilities } from "../loss.ts";

/** How {@link categoricalCrossEntropy} is softened. */
export interface CategoricalCrossEntropyOptions {
  /** From 0 (default) to 1: labels move this far towards all classes alike, `y (1 - s) + s / classes`. */
  readonly labelSmoothing?: number;
}

/**
 * Cross-entropy of class probabilities against one-hot (or soft) labels: `-sum(y ln p)`, `[batch, classes]` both.
 *
 * Probabilities are scaled to sum to 1, then clipped to `1e-7 .. 1 - 1e-7`, as Keras does.
 *
 * @throws RangeError where `labelSmoothing` is not from 0 to 1.
 * @see Keras, `keras.losses.CategoricalCrossentropy(label_smoothing)`
 * @example
 * ```ts
 * import { categoricalCrossEntropy } from "@tensorloom/training";
 *
 * categoricalCrossEntropy().kind; // => "classes"
 * ```
 */
export function categoricalCrossEntropy(options: CategoricalCrossEntropyOptions = {}): Loss {
  const { labelSmoothing = 0 } = options;
  finite("categoricalCrossEntropy: labelSmoothing", labelSmoothing, 0, 1);
  return {
    name: "categoricalCrossEntropy",
    kind: "classes",
    rows(targets, predictions) {
      const classes = predictions.shape[predictions.rank - 1];
      const soft =
        labelSmoothing === 0 ? targets : add(mul(targets, 1 - labelSmoothing), labelSmoothing / classes);
      const shares = div(predictions, sum(predictions, -1, true));
      return surprise(soft, clipByValue(shares, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR));
    },
    check: (targets) => probabilities("categoricalCrossEntropy", targets),
  };
}

/** `-sum(y ln p)` over the classes. */
export function surprise(targets: Tensor, shares: Tensor): Tensor {
  return neg(sum(mul(targets, log(shares)), -1));
}
