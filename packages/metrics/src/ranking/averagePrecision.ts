import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { Scores } from "../input/scores.ts";
import type { WeightsOption } from "../input/weights.ts";
import { type Average, averageOverClasses, readRows } from "./averageOverClasses.ts";
import { rankByScore } from "./rankByScore.ts";

/**
 * Options of {@link averagePrecision}.
 *
 * @inline
 */
export interface AveragePrecisionOptions extends WeightsOption {
  /** How to average over classes, each against the rest. Default `"macro"`. */
  readonly average?: Average | undefined;
}

const OPTIONS: OptionKinds<AveragePrecisionOptions> = { average: "string", weights: "any" };

/**
 * Average precision: the precision at each distinct score, weighted by the recall gained there.
 *
 * It summarises the precision-recall curve, and suits rare positives better than the ROC AUC. `NaN` without positives.
 *
 * @param labels - 0 or 1, or class indices.
 * @param scores - One score per row, or `[rows, classes]`: any finite numbers.
 * @throws RangeError if a label is not a class index, a score is not finite, or there are no rows.
 * @see scikit-learn, `average_precision_score`, which is 0 without positives
 * @example
 * ```ts
 * import { averagePrecision } from "@tensorloom/metrics";
 *
 * averagePrecision([0, 1, 1], [0.5, 0.4, 0.9]); // => 0.8333333333333333
 * ```
 */
export function averagePrecision(
  labels: ArrayLike<number>,
  scores: Scores,
  options: AveragePrecisionOptions = {},
): number {
  const { average = "macro" } = checkOptions("averagePrecision", options, OPTIONS);
  return averageOverClasses(
    precisionOverRecall,
    readRows("averagePrecision", labels, scores, options),
    average,
  );
}

function precisionOverRecall(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const { truePositives, falsePositives, positives } = rankByScore(labels, scores, weights);
  let [gained, before] = [0, 0];
  for (let at = 0; at < truePositives.length; at++) {
    const found = truePositives[at];
    gained += ((found - before) * found) / (found + falsePositives[at]);
    before = found;
  }
  return gained / positives;
}
