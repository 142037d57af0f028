import { add, mul, pow, sub } from "@tensorflow/tfjs-core";
import { finite } from "@tensorloom/core";
import { type Loss, probabilities } from "../loss.ts";
import { crossEntropies, meanOfRow, smoothed } from "./binaryCrossEntropy.ts";

/** How {@link binaryFocalCrossEntropy} weighs easy and hard, common and rare. */
export interface BinaryFocalCrossEntropyOptions {
  /** How fast easy examples fade, at least 0; default 2; 0 is plain cross-entropy. */
  readonly gamma?: number;
  /** The weight of positives, from 0 to 1; negatives get the rest. Default: both count 1. */
  readonly alpha?: number;
  /** As in {@link binaryCrossEntropy}. */
  readonly labelSmoothing?: number;
}

/**
 * Focal cross-entropy: cross-entropy times `(1 - pt)^gamma`, where `pt = y p + (1 - y)(1 - p)` is how right the model is.
 *
 * @throws RangeError where an option is out of its range.
 * @see Lin et al. 2017, arXiv:1708.02002; `keras.losses.BinaryFocalCrossentropy` (its `apply_class_balancing` is `alpha` here)
 * @example
 * ```ts
 * import { binaryFocalCrossEntropy } from "@tensorloom/training";
 *
 * binaryFocalCrossEntropy({ gamma: 2, alpha: 0.25 }).kind; // => "binary"
 * ```
 */
export function binaryFocalCrossEntropy(options: BinaryFocalCrossEntropyOptions = {}): Loss {
  const { gamma = 2, alpha, labelSmoothing = 0 } = options;
  finite("binaryFocalCrossEntropy: gamma", gamma, 0);
  if (alpha !== undefined) finite("binaryFocalCrossEntropy: alpha", alpha, 0, 1);
  finite("binaryFocalCrossEntropy: labelSmoothing", labelSmoothing, 0, 1);
  return {
    name: "binaryFocalCrossEntropy",
    kind: "binary",
    rows(hard, predictions) {
      const targets = smoothed(hard, labelSmoothing);
      const others = sub(1, targets);
      const right = add(mul(targets, predictions), mul(others, sub(1, predictions)));
      const focal = mul(pow(sub(1, right), gamma), crossEntropies(targets, predictions));
      if (alpha === undefined) return meanOfRow(focal);
      return meanOfRow(mul(add(mul(targets, alpha), mul(others, 1 - alpha)), focal));
    },
    check: (targets) => probabilities("binaryFocalCrossEntropy", targets),
  };
}
