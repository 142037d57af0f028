import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { checkLabels } from "../input/labels.ts";
import { readScores, type Scores } from "../input/scores.ts";
import { checkWeights, meanOverRows, type WeightsOption } from "../input/weights.ts";

/**
 * Options of {@link topKAccuracy}.
 *
 * @inline
 */
export interface TopKAccuracyOptions extends WeightsOption {
  /** Number of highest scores to consider, at least 1. */
  readonly k: number;
}

const OPTIONS: OptionKinds<TopKAccuracyOptions> = { k: "number", weights: "any" };

/**
 * The fraction of rows whose class is among the `k` highest scores.
 *
 * Of equal scores, the earlier class ranks first, as it does in {@link predictClasses}.
 *
 * @param labels - Class indices from 0.
 * @param scores - `[rows, classes]`.
 * @throws RangeError if a label is not a class index, a score is not finite, or there are no rows.
 * @see scikit-learn, `top_k_accuracy_score`; Keras, `keras.metrics.TopKCategoricalAccuracy`
 * @example
 * ```ts
 * import { topKAccuracy } from "@tensorloom/metrics";
 *
 * const scores = { data: [0.5, 0.3, 0.2, 0.5, 0.3, 0.2, 0.2, 0.1, 0.7], shape: [3, 3] };
 * topKAccuracy([0, 1, 0], scores, { k: 2 }); // => 1
 * ```
 */
export function topKAccuracy(
  labels: ArrayLike<number>,
  scores: Scores,
  options: TopKAccuracyOptions,
): number {
  const { k, weights } = checkOptions("topKAccuracy", options, OPTIONS);
  integer("topKAccuracy: k", k, 1);
  const { data, rows, columns } = readScores("topKAccuracy: scores", scores);
  if (columns === 1) throw new RangeError("topKAccuracy: scores must be [rows, classes], got one per row");
  checkLabels("topKAccuracy: labels", labels, rows, columns);
  return meanOverRows(rows, checkWeights("topKAccuracy", weights, rows), (row) => {
    const [start, label] = [row * columns, labels[row]];
    const score = data[start + label];
    let above = 0;
    for (let column = 0; column < columns; column++) {
      const other = data[start + column];
      above += Number(other > score || (other === score && column < label));
    }
    return Number(above < k);
  });
}
