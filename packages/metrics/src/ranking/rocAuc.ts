import { checkOptions, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { Scores } from "../input/scores.ts";
import type { WeightsOption } from "../input/weights.ts";
import { type Average, averageOverClasses, readRows } from "./averageOverClasses.ts";
import { averageOverPairs } from "./averageOverPairs.ts";
import { rankByScore } from "./rankByScore.ts";

/**
 * Options of {@link rocAuc}.
 *
 * @inline
 */
export interface RocAucOptions extends WeightsOption {
  /** How to average over classes. Default `"macro"`. */
  readonly average?: Average | undefined;
  /** Each class against the rest (`"ovr"`), or each pair of classes (`"ovo"`). Default `"ovr"`. */
  readonly multiClass?: "ovr" | "ovo" | undefined;
}

const OPTIONS: OptionKinds<RocAucOptions> = { average: "string", multiClass: "string", weights: "any" };

/**
 * The exact area under the receiver operating characteristic (ROC AUC).
 *
 * It is the probability that a positive row scores above a negative one; ties count one half. `NaN` if all labels are
 * equal. With several classes it is an average of such areas, and `NaN` if a class has no rows; `"weighted"` leaves
 * classes without rows out.
 *
 * @param labels - 0 or 1, or class indices.
 * @param scores - One score per row, or `[rows, classes]`: any finite numbers, higher for more confident predictions.
 * @throws RangeError if a label is not a class index, a score is not finite, there are no rows, or an average of pairs is
 * asked for with weights or `"micro"`.
 * @see scikit-learn, `roc_auc_score`; Hand and Till 2001 for `"ovo"`
 * @example
 * ```ts
 * import { rocAuc } from "@tensorloom/metrics";
 *
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // => 0.75
 * const scores = { data: [0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.3, 0.3, 0.4], shape: [3, 3] };
 * rocAuc([0, 1, 2], scores, { multiClass: "ovo" }); // => 1
 * ```
 */
export function rocAuc(labels: ArrayLike<number>, scores: Scores, options: RocAucOptions = {}): number {
  const { average = "macro", multiClass = "ovr" } = checkOptions("rocAuc", options, OPTIONS);
  oneOf("rocAuc: multiClass", multiClass, ["ovr", "ovo"]);
  const rows = readRows("rocAuc", labels, scores, options);
  if (multiClass === "ovr" || rows.scores.columns === 1)
    return averageOverClasses(areaUnderRoc, rows, average);
  if (average === "micro" || rows.weights !== undefined)
    throw new RangeError(
      `rocAuc: multiClass "ovo" has no ${average === "micro" ? "micro average" : "weights"}, as in scikit-learn; use "ovr"`,
    );
  return averageOverPairs(areaUnderRoc, rows, average);
}

/** The area of labels 0 and 1. */
function areaUnderRoc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const { truePositives, falsePositives, positives, negatives } = rankByScore(labels, scores, weights);
  let doubled = 0; // twice the area in units of one positive by one negative: without weights the sum is exact
  let [trueBefore, falseBefore] = [0, 0];
  for (let at = 0; at < truePositives.length; at++) {
    doubled += (falsePositives[at] - falseBefore) * (truePositives[at] + trueBefore);
    trueBefore = truePositives[at];
    falseBefore = falsePositives[at];
  }
  return doubled / (2 * positives * negatives);
}
