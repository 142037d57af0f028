import { rankByScore } from "./ranking.ts";

/**
 * The area under the receiver operating characteristic, exactly: the chance that a positive scores above a negative, ties half.
 *
 * `NaN` where labels are all alike, since then there is no such chance.
 *
 * @param labels - 0 or 1 each.
 * @param scores - Any finite numbers, higher for surer positives.
 * @throws RangeError where a label is neither 0 nor 1, a score is not finite, or the two differ in length.
 * @see scikit-learn, `roc_auc_score`
 * @example
 * ```ts
 * import { rocAuc } from "@tensorloom/training";
 *
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // => 0.75
 * ```
 */
export function rocAuc(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const cuts = rankByScore("rocAuc", labels, scores);
  let doubled = 0; // twice the area in units of one positive by one negative: whole numbers, so the sum is exact
  for (const [at, cut] of cuts.entries()) {
    const before = cuts[Math.max(0, at - 1)];
    doubled += (cut.falsePositives - before.falsePositives) * (cut.truePositives + before.truePositives);
  }
  const { truePositives, falsePositives } = cuts[cuts.length - 1];
  return doubled / (2 * truePositives * falsePositives);
}
