import { rankByScore } from "./ranking.ts";

/**
 * Average precision: the precision at each distinct score, weighted by the recall gained there. `NaN` without positives.
 *
 * @throws RangeError if a label is neither 0 nor 1, a score is not finite, or the two differ in length.
 * @see scikit-learn, `average_precision_score`
 * @example
 * ```ts
 * import { averagePrecision } from "@tensorloom/training";
 *
 * averagePrecision([0, 1, 1], [0.5, 0.4, 0.9]); // => 0.8333333333333333
 * ```
 */
export function averagePrecision(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const thresholds = rankByScore("averagePrecision", labels, scores);
  const positives = thresholds[thresholds.length - 1].truePositives;
  let gained = 0;
  for (const [at, { truePositives, falsePositives }] of thresholds.entries()) {
    if (at === 0) continue;
    gained +=
      ((truePositives - thresholds[at - 1].truePositives) * truePositives) / (truePositives + falsePositives);
  }
  return gained / positives;
}
