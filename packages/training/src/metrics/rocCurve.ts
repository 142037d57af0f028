import { rankByScore } from "./ranking.ts";

/**
 * One point of a receiver operating characteristic (ROC).
 *
 * @example
 * ```ts
 * import { rocCurve, type RocPoint } from "@tensorloom/training";
 *
 * // The threshold with the largest difference of the two rates (Youden's index).
 * const youden = ({ truePositiveRate, falsePositiveRate }: RocPoint): number => truePositiveRate - falsePositiveRate;
 * const best = rocCurve([0, 1, 0, 1], [0.2, 0.9, 0.4, 0.7]).reduce((a, b) => (youden(b) > youden(a) ? b : a));
 * best.threshold; // => 0.7
 * ```
 */
export interface RocPoint {
  /** Rows that score at least this are predicted positive. */
  readonly threshold: number;
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/**
 * The receiver operating characteristic (ROC): a point for each distinct score, from (0, 0) to (1, 1).
 *
 * @throws RangeError if a label is neither 0 nor 1, a score is not finite, or the two differ in length.
 * @see scikit-learn, `roc_curve(drop_intermediate=False)`
 * @example
 * ```ts
 * import { rocCurve } from "@tensorloom/training";
 *
 * rocCurve([0, 1], [0.2, 0.9]).map((point) => point.truePositiveRate); // => [0, 1, 1]
 * ```
 */
export function rocCurve(labels: ArrayLike<number>, scores: ArrayLike<number>): readonly RocPoint[] {
  const thresholds = rankByScore("rocCurve", labels, scores);
  const { truePositives: positives, falsePositives: negatives } = thresholds[thresholds.length - 1];
  return thresholds.map(({ threshold, truePositives, falsePositives }) => ({
    threshold,
    falsePositiveRate: falsePositives / negatives,
    truePositiveRate: truePositives / positives,
  }));
}
