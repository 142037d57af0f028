import { checkOptions, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { type CountOptions, countPairs, sum } from "./countPairs.ts";

/**
 * Options of {@link confusionMatrix}.
 *
 * @inline
 */
export interface ConfusionMatrixOptions extends CountOptions {
  /** Divides by the sum of the true class (row), of the predicted class (column), or of all. Default: counts. */
  readonly normalize?: "true" | "pred" | "all" | undefined;
}

const OPTIONS: OptionKinds<ConfusionMatrixOptions> = {
  classes: "number",
  normalize: "string",
  weights: "any",
};

/**
 * Counts rows by true class (matrix row) and predicted class (column).
 *
 * @param labels - Class indices from 0.
 * @param predictions - The predicted class of each row; see {@link predictClasses}.
 * @throws RangeError if the two differ in length or are empty, or a number is not a class index.
 * @see scikit-learn, `confusion_matrix`
 * @example
 * ```ts
 * import { confusionMatrix } from "@tensorloom/metrics";
 *
 * confusionMatrix([0, 1, 1, 2], [0, 1, 2, 2]); // => [[1, 0, 0], [0, 1, 1], [0, 0, 1]]
 * confusionMatrix([0, 1, 1, 2], [0, 1, 2, 2], { normalize: "true" })[1]; // => [0, 0.5, 0.5]
 * ```
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: ConfusionMatrixOptions = {},
): readonly (readonly number[])[] {
  const { classes, normalize, weights } = checkOptions("confusionMatrix", options, OPTIONS);
  if (normalize !== undefined) oneOf("confusionMatrix: normalize", normalize, ["true", "pred", "all"]);
  const counts = countPairs("confusionMatrix", labels, predictions, { classes, weights });
  if (normalize === undefined) return counts;
  const rowSums = counts.map(sum);
  const columnSums = counts.map((_, column) => sum(counts.map((row) => row[column])));
  const divisorOf = (row: number, column: number): number =>
    normalize === "true" ? rowSums[row] : normalize === "pred" ? columnSums[column] : sum(rowSums);
  return counts.map(
    (row, at) => row.map((count, column) => (count === 0 ? 0 : count / divisorOf(at, column))), // 0 / 0 is 0, as in scikit-learn
  );
}
