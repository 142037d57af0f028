import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { Scores } from "../input/scores.ts";
import type { WeightsOption } from "../input/weights.ts";
import { readRanking } from "./rankByScore.ts";

/**
 * One point of a precision-recall curve.
 *
 * @example
 * ```ts
 * import { precisionRecallCurve, type PrecisionRecallPoint } from "@tensorloom/metrics";
 *
 * const f1 = ({ precision, recall }: PrecisionRecallPoint): number => (2 * precision * recall) / (precision + recall);
 * Math.max(...precisionRecallCurve([0, 1, 1, 0], [0.1, 0.8, 0.6, 0.7]).map(f1)); // => 0.8
 * ```
 */
export interface PrecisionRecallPoint {
  /** Rows that score at least this are predicted positive. `Infinity` at recall 0. */
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

const OPTIONS: OptionKinds<WeightsOption> = { weights: "any" };

/**
 * The precision-recall curve: a point for each distinct score, from recall 0 to recall 1.
 *
 * It begins with precision 1 at recall 0: no row is predicted positive. Recall is `NaN` without positives.
 *
 * @param labels - 0 or 1 each.
 * @param scores - One score per row.
 * @throws RangeError if a label is neither 0 nor 1, a score is not finite, or there are no rows.
 * @see scikit-learn, `precision_recall_curve`, which lists the points from the other end
 * @example
 * ```ts
 * import { precisionRecallCurve } from "@tensorloom/metrics";
 *
 * precisionRecallCurve([0, 1, 1], [0.5, 0.4, 0.9]).map(({ recall }) => recall); // => [0, 0.5, 0.5, 1]
 * ```
 */
export function precisionRecallCurve(
  labels: ArrayLike<number>,
  scores: Scores,
  options: WeightsOption = {},
): readonly PrecisionRecallPoint[] {
  const { weights } = checkOptions("precisionRecallCurve", options, OPTIONS);
  const { thresholds, truePositives, falsePositives, positives } = readRanking(
    "precisionRecallCurve",
    labels,
    scores,
    weights,
  );
  return [
    { threshold: Infinity, precision: 1, recall: 0 },
    ...Array.from(thresholds, (threshold, at) => ({
      threshold,
      precision: truePositives[at] / (truePositives[at] + falsePositives[at]),
      recall: truePositives[at] / positives,
    })),
  ];
}
