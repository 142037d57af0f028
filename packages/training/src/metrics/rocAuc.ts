import { rankByScore } from "./ranking.ts";

/**
 * The exact area under the receiver operating characteristic (ROC AUC).
 *
 * It is the probability that a positive row scores above a negative one; ties count one half. `NaN` if all labels are
 * equal.
 *
 * @param labels - 0 or 1 each.
 * @param scores - Any finite numbers, higher for more confident positives.
 * @throws RangeError if a label is neither 0 nor 1, a score is not finite, or the two differ in length.
 * @see scikit-learn, `roc_auc_score`
 * @example
 * ```ts
 * import { rocAuc } from "@tensorloom/training";
 *
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // => 0.75
 * ```
 */
export function rocAuc(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const thresholds = rankByScore("rocAuc", labels, scores);
  let doubled = 0; // twice the area in units of one positive by one negative: whole numbers, so the sum is exact
  for (const [at, threshold] of thresholds.entries()) {
    const before = thresholds[Math.max(0, at - 1)];
    doubled +=
      (threshold.falsePositives - before.falsePositives) * (threshold.truePositives + before.truePositives);
  }
  const { truePositives, falsePositives } = thresholds[thresholds.length - 1];
  return doubled / (2 * truePositives * falsePositives);
}
