import { integer } from "@tensorloom/core/internal";
import { checkLabels, isOfClass } from "./labels.ts";
import { columnOf, readScores, type ScoreMatrix } from "./scores.ts";

/**
 * Returns the labels and scores of one class against all others.
 *
 * Every function for two classes then works for this class: {@link rocCurve}, {@link chooseThreshold},
 * {@link reliabilityCurve}.
 *
 * @param labels - Class indices.
 * @param scores - `[rows, classes]`.
 * @param classId - The class that becomes the positive one, from 0.
 * @throws RangeError if scores are one per row, the class does not exist, a label is not a class index, or a score is not finite.
 * @see scikit-learn, `label_binarize`
 * @example
 * ```ts
 * import { oneVsRest, rocAuc } from "@tensorloom/metrics";
 *
 * const scores = { data: [0.7, 0.2, 0.1, 0.3, 0.5, 0.2, 0.1, 0.6, 0.3], shape: [3, 3] };
 * const second = oneVsRest([0, 1, 2], scores, 1);
 * [...second.labels]; // => [0, 1, 0]
 * rocAuc(second.labels, second.scores); // => 0.5
 * ```
 */
export function oneVsRest(
  labels: ArrayLike<number>,
  scores: ScoreMatrix,
  classId: number,
): { readonly labels: Uint8Array; readonly scores: Float64Array } {
  const read = readScores("oneVsRest: scores", scores);
  if (read.columns === 1) throw new RangeError("oneVsRest: scores must be [rows, classes], got one per row");
  checkLabels("oneVsRest: labels", labels, read.rows, read.columns);
  integer("oneVsRest: classId", classId, 0, read.columns - 1);
  return { labels: isOfClass(labels, classId), scores: columnOf(read, classId) };
}
