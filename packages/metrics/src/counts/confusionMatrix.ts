import { checkOptions, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { checkLabels } from "../input/labels.ts";
import { checkWeights, type WeightsOption } from "../input/weights.ts";

/**
 * Options of {@link confusionMatrix}.
 *
 * @inline
 */
export interface ConfusionMatrixOptions extends WeightsOption {
  /** Number of classes. Default: the highest index plus one. */
  readonly classes?: number | undefined;
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

/** The confusion matrix of checked labels and predictions, for the metrics that are computed from it. */
export function countPairs(
  name: string,
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  { classes, weights }: Pick<ConfusionMatrixOptions, "classes" | "weights">,
): number[][] {
  if (classes !== undefined) integer(`${name}: classes`, classes, 1);
  const needed = Math.max(
    checkLabels(`${name}: labels`, labels, undefined, classes),
    checkLabels(`${name}: predictions`, predictions, labels.length, classes),
  );
  if (labels.length === 0) throw new RangeError(`${name}: labels must have at least one row, got none`);
  checkWeights(name, weights, labels.length);
  const count = classes ?? needed;
  const matrix = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  for (let row = 0; row < labels.length; row++)
    matrix[labels[row]][predictions[row]] += weights === undefined ? 1 : weights[row];
  return matrix;
}

/** The sum of numbers. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
