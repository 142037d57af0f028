import { add, clipByValue, log, mean, mul, neg, reshape, sub, type Tensor } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { type Loss, PROBABILITY_FLOOR, assertProbabilities } from "./loss.ts";
import { findLogits } from "./logits.ts";
import { sigmoidCrossEntropy } from "./crossEntropyOfLogits.ts";

/**
 * How {@link binaryCrossEntropy} reads predictions, and how it is softened.
 *
 * @inline
 */
export interface BinaryCrossEntropyOptions {
  /** From 0 (default) to 1: labels move this far towards one half, `y (1 - s) + s / 2`. */
  readonly labelSmoothing?: number | undefined;
  /** Whether the model's outputs are logits, of any size, and not probabilities; default false. */
  readonly fromLogits?: boolean | undefined;
}

const OPTIONS: OptionKinds<BinaryCrossEntropyOptions> = { labelSmoothing: "number", fromLogits: "boolean" };

/**
 * Binary cross-entropy: `-(y ln p + (1 - y) ln(1 - p))`, the mean over a row's outputs.
 *
 * It is computed from the logits behind the model's final sigmoid (or softmax), so a wrong answer keeps its slope however
 * sure it is. Probabilities from elsewhere are clipped to `1e-7 .. 1 - 1e-7`, beyond which their slope is 0. Both as in
 * Keras.
 *
 * @throws RangeError if `labelSmoothing` is not from 0 to 1; TypeError for an unknown option.
 * @see Keras, `keras.losses.BinaryCrossentropy(from_logits, label_smoothing)`
 * @example
 * ```ts
 * import { binaryCrossEntropy } from "@tensorloom/training";
 *
 * binaryCrossEntropy({ labelSmoothing: 0.05 }).name; // => "binaryCrossEntropy"
 * ```
 */
export function binaryCrossEntropy(options: BinaryCrossEntropyOptions = {}): Loss {
  const { labelSmoothing = 0, fromLogits = false } = checkOptions("binaryCrossEntropy", options, OPTIONS);
  finite("binaryCrossEntropy: labelSmoothing", labelSmoothing, 0, 1);
  return {
    name: "binaryCrossEntropy",
    task: "binary",
    outputActivation: fromLogits ? "sigmoid" : undefined,
    compute(hard, predictions) {
      const targets = smoothLabels(hard, labelSmoothing);
      return meanPerRow(elementwiseCrossEntropy(targets, predictions, fromLogits));
    },
    checkTargets: (targets) => assertProbabilities("binaryCrossEntropy", targets),
  };
}

/** `y (1 - s) + s / 2`. */
export function smoothLabels(targets: Tensor, labelSmoothing: number): Tensor {
  return labelSmoothing === 0 ? targets : add(mul(targets, 1 - labelSmoothing), labelSmoothing / 2);
}

/** The cross-entropy of each output, from the logits if they are known. */
export function elementwiseCrossEntropy(targets: Tensor, predictions: Tensor, fromLogits: boolean): Tensor {
  const logits = findLogits(predictions) ?? (fromLogits ? predictions : undefined);
  if (logits !== undefined) return sigmoidCrossEntropy(targets, logits);
  const sure = clipByValue(predictions, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR);
  return neg(add(mul(targets, log(sure)), mul(sub(1, targets), log(sub(1, sure)))));
}

/** `[batch, ...]` to `[batch]`. */
export function meanPerRow(values: Tensor): Tensor {
  return mean(reshape(values, [values.shape[0], -1]), 1);
}
