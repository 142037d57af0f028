import { finite } from "@tensorloom/core/internal";

/** How calls and truth meet at one threshold. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  /** True positives among those called positive; 0 where none is. */
  readonly precision: number;
  /** True positives among the positives; 0 where there are none. */
  readonly recall: number;
  /** The harmonic mean of precision and recall; 0 where both are. */
  readonly f1: number;
}

/**
 * Counts calls against truth: a row is called positive where its score is above the threshold, and is so where its label is above one half.
 *
 * @param threshold - Default 0.5.
 * @throws RangeError where labels and scores differ in length or the threshold is not finite.
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
      `confusion: labels and scores must be as many, got ${String(labels.length)} and ${String(scores.length)}`,
    );
  }
  const counts = [0, 0, 0, 0]; // by 2 * label + call
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
