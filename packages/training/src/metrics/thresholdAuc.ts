import { integer } from "@tensorloom/core/internal";
import { rankByScore } from "./ranking.ts";

const MARGIN = 1e-7; // Keras's epsilon: the outermost thresholds lie this far outside 0..1

/**
 * The ROC AUC as `keras.metrics.AUC` reports it: an estimate of {@link rocAuc}.
 *
 * It is the trapezoidal rule over evenly spaced thresholds. Use it to compare with a Keras log, and `rocAuc` to evaluate
 * a model.
 *
 * @param scores - Probabilities from 0 to 1.
 * @param thresholds - Number of thresholds, at least 2. Default 200.
 * @throws RangeError if a label is neither 0 nor 1, a score is not finite, or the two differ in length.
 * @see Keras, `keras.metrics.AUC(num_thresholds=200)`
 * @example
 * ```ts
 * import { thresholdAuc } from "@tensorloom/training";
 *
 * thresholdAuc([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]) > 0.999; // => true
 * ```
 */
export function thresholdAuc(labels: ArrayLike<number>, scores: ArrayLike<number>, thresholds = 200): number {
  integer("thresholdAuc: thresholds", thresholds, 2);
  const ranks = rankByScore("thresholdAuc", labels, scores);
  const { truePositives: positives, falsePositives: negatives } = ranks[ranks.length - 1];
  let area = 0;
  let at = 0; // the last rank whose scores all lie above the threshold
  let before = ranks[0];
  for (let index = thresholds - 1; index >= 0; index--) {
    const inner = index / (thresholds - 1);
    const threshold = index === 0 ? -MARGIN : index === thresholds - 1 ? 1 + MARGIN : inner;
    while (at + 1 < ranks.length && ranks[at + 1].threshold > threshold) at++;
    const rank = ranks[at];
    area += ((rank.falsePositives - before.falsePositives) * (rank.truePositives + before.truePositives)) / 2;
    before = rank;
  }
  return area / (positives * negatives);
}
