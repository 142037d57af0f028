import { add, clipByValue, div, log, mul, neg, sum, type Tensor } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { type Loss, PROBABILITY_FLOOR, assertProbabilities } from "./loss.ts";
import { findLogits } from "./logits.ts";
import { softmaxCrossEntropy } from "./crossEntropyOfLogits.ts";

/**
 * How {@link categoricalCrossEntropy} reads predictions, and how it is softened.
 *
 * @inline
 */
export interface CategoricalCrossEntropyOptions {
  /** From 0 (default) to 1: labels move this far towards all classes alike, `y (1 - s) + s / classes`. */
  readonly labelSmoothing?: number | undefined;
  /** Whether the model's outputs are logits, of any size, and not probabilities; default false. */
  readonly fromLogits?: boolean | undefined;
}

const OPTIONS: OptionKinds<CategoricalCrossEntropyOptions> = {
  labelSmoothing: "number",
  fromLogits: "boolean",
};

/**
 * Cross-entropy of classes against one-hot (or soft) labels: `-sum(y ln p)`, `[batch, classes]` both.
 *
 * It is computed from the logits behind the model's final softmax (or sigmoid). Probabilities from elsewhere are scaled
 * to sum to 1, then clipped to `1e-7 .. 1 - 1e-7`. Both as in Keras.
 *
 * @throws RangeError if `labelSmoothing` is not from 0 to 1; TypeError for an unknown option.
 * @see Keras, `keras.losses.CategoricalCrossentropy(from_logits, label_smoothing)`
 * @example
 * ```ts
 * import { categoricalCrossEntropy } from "@tensorloom/training";
 *
 * categoricalCrossEntropy().task; // => "multiclass"
 * ```
 */
export function categoricalCrossEntropy(options: CategoricalCrossEntropyOptions = {}): Loss {
  const { labelSmoothing = 0, fromLogits = false } = checkOptions(
    "categoricalCrossEntropy",
    options,
    OPTIONS,
  );
  finite("categoricalCrossEntropy: labelSmoothing", labelSmoothing, 0, 1);
  return {
    name: "categoricalCrossEntropy",
    task: "multiclass",
    outputActivation: fromLogits ? "softmax" : undefined,
    compute(targets, predictions) {
      const classes = predictions.shape[predictions.rank - 1];
      const soft =
        labelSmoothing === 0 ? targets : add(mul(targets, 1 - labelSmoothing), labelSmoothing / classes);
      const logits = findLogits(predictions) ?? (fromLogits ? predictions : undefined);
      if (logits !== undefined) return softmaxCrossEntropy(soft, logits);
      const shares = div(predictions, sum(predictions, -1, true));
      return crossEntropyOfProbabilities(soft, clipByValue(shares, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR));
    },
    checkTargets: (targets) => assertProbabilities("categoricalCrossEntropy", targets),
  };
}

/** `-sum(y ln p)` over the classes. */
export function crossEntropyOfProbabilities(targets: Tensor, shares: Tensor): Tensor {
  return neg(sum(mul(targets, log(shares)), -1));
}
