import { add, clipByValue, log, mean, mul, neg, reshape, sub, type Tensor } from "@tensorflow/tfjs-core";
import { finite } from "@tensorloom/core";
import { type Loss, PROBABILITY_FLOOR, probabilities } from "../loss.ts";

/** How {@link binaryCrossEntropy} is softened. */
export interface BinaryCrossEntropyOptions {
  /** From 0 (default) to 1: labels move this far towards one half, `y (1 - s) + s / 2`. */
  readonly labelSmoothing?: number;
}

/**
 * Binary cross-entropy of probabilities: `-(y ln p + (1 - y) ln(1 - p))`, the mean over a row's outputs.
 *
 * `p` is clipped to `1e-7 .. 1 - 1e-7` first, as Keras does, so where a probability is surer than that its gradient is 0.
 *
 * @throws RangeError where `labelSmoothing` is not from 0 to 1.
 * @see Keras, `keras.losses.BinaryCrossentropy(label_smoothing)`
 * @example
 * ```ts
 * import { binaryCrossEntropy } from "@tensorloom/training";
 *
 * binaryCrossEntropy({ labelSmoothing: 0.05 }).name; // => "binaryCrossEntropy"
 * ```
 */
export function binaryCrossEntropy({ labelSmoothing = 0 }: BinaryCrossEntropyOptions = {}): Loss {
  finite("binaryCrossEntropy: labelSmoothing", labelSmoothing, 0, 1);
  return {
    name: "binaryCrossEntropy",
    kind: "binary",
    rows: (targets, predictions) => meanOfRow(crossEntropies(smoothed(targets, labelSmoothing), predictions)),
    check: (targets) => probabilities("binaryCrossEntropy", targets),
  };
}

/** `y (1 - s) + s / 2`. */
export function smoothed(targets: Tensor, labelSmoothing: number): Tensor {
  return labelSmoothing === 0 ? targets : add(mul(targets, 1 - labelSmoothing), labelSmoothing / 2);
}

/** The cross-entropy of each output. */
export function crossEntropies(targets: Tensor, predictions: Tensor): Tensor {
  const sure = clipByValue(predictions, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR);
  return neg(add(mul(targets, log(sure)), mul(sub(1, targets), log(sub(1, sure)))));
}

/** `[batch, ...]` to `[batch]`. */
export function meanOfRow(values: Tensor): Tensor {
  return mean(reshape(values, [values.shape[0], -1]), 1);
}
