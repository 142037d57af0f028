import { finite } from "@tensorloom/core/internal";

/**
 * A binary classifier's counts at one threshold, with precision, recall and F1.
 *
 * @example
 * ```ts
 * import { type Confusion, confusion } from "@tensorloom/training";
 *
 * const specificity = ({ trueNegatives, falsePositives }: Confusion): number =>
 *   trueNegatives / (trueNegatives + falsePositives);
 * specificity(confusion([1, 1, 0, 0], [0.9, 0.2, 0.6, 0.1])); // => 0.5
 * ```
 */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  /** True positives divided by predicted positives; 0 without any. */
  readonly precision: number;
  /** True positives divided by positives; 0 without any. */
  readonly recall: number;
  /** The harmonic mean of precision and recall; 0 if both are 0. */
  readonly f1: number;
}

/**
 * Counts true and false positives and negatives at one threshold.
 *
 * A row is predicted positive if its score is above the threshold, and is positive if its label is above 0.5.
 *
 * @param threshold - Default 0.5.
 * @throws RangeError if labels and scores differ in length, or the threshold is not finite.
 * @see Keras, `Precision(thresholds)` and `Recall(thresholds)`
 * @example
 * ```ts
 * import { confusion } from "@tensorloom/training";
 *
 * confusion([1, 1, 0, 0], [0.9, 0.2, 0.6, 0.1]).precision; // => 0.5
 * ```
 */
export function confusion(labels: ArrayLike<number>, scores: ArrayLike<number>, threshold = 0.5): Confusion {
  finite("confusion: threshold", threshold);
  if (labels.length !== scores.length) {
    throw new RangeError(
      `confusion: labels and scores must have the same length, got ${String(labels.length)} and ${String(scores.length)}`,
    );
  }
  const counts = [0, 0, 0, 0]; // at 2 * label + prediction
  for (let at = 0; at < labels.length; at++)
    counts[2 * Number(labels[at] > 0.5) + Number(scores[at] > threshold)]++;
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = counts;
  return {
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
    precision: truePositives / Math.max(1, truePositives + falsePositives),
    recall: truePositives / Math.max(1, truePositives + falseNegatives),
    f1: (2 * truePositives) / Math.max(1, 2 * truePositives + falsePositives + falseNegatives),
  };
}
