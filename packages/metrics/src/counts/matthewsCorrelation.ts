import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { type CountOptions, countPairs, sum } from "./countPairs.ts";

const OPTIONS: OptionKinds<CountOptions> = { classes: "number", weights: "any" };

/**
 * The Matthews correlation coefficient (MCC) of labels and predictions.
 *
 * It is from -1 to 1, and 0 for predictions that do not depend on the label, or if all labels or predictions are equal.
 * For several classes it is Gorodkin's R_K.
 *
 * @param labels - Class indices from 0.
 * @param predictions - The predicted class of each row; see {@link predictClasses}.
 * @throws RangeError if the two differ in length or are empty, or a number is not a class index.
 * @see scikit-learn, `matthews_corrcoef`
 * @example
 * ```ts
 * import { matthewsCorrelation } from "@tensorloom/metrics";
 *
 * matthewsCorrelation([0, 0, 1, 1], [0, 0, 1, 1]); // => 1
 * matthewsCorrelation([0, 0, 1, 1], [0, 1, 0, 1]); // => 0
 * ```
 */
export function matthewsCorrelation(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: CountOptions = {},
): number {
  checkOptions("matthewsCorrelation", options, OPTIONS);
  const matrix = countPairs("matthewsCorrelation", labels, predictions, options);
  const rowSums = matrix.map(sum);
  const columnSums = matrix.map((_, at) => sum(matrix.map((row) => row[at])));
  const total = sum(rowSums);
  const covariance = sum(matrix.map((row, at) => row[at])) * total - dot(rowSums, columnSums);
  const product = (total ** 2 - dot(rowSums, rowSums)) * (total ** 2 - dot(columnSums, columnSums));
  return product === 0 ? 0 : covariance / Math.sqrt(product);
}

function dot(one: readonly number[], other: readonly number[]): number {
  return sum(one.map((value, at) => value * other[at]));
}
