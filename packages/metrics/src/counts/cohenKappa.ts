import { checkOptions, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { type CountOptions, countPairs, sum } from "./countPairs.ts";

/**
 * Options of {@link cohenKappa}.
 *
 * @inline
 */
export interface CohenKappaOptions extends CountOptions {
  /** How much a disagreement costs: 1, or the distance of the classes, or its square. Default: 1. */
  readonly weighting?: "linear" | "quadratic" | undefined;
}

const OPTIONS: OptionKinds<CohenKappaOptions> = { weighting: "string", classes: "number", weights: "any" };

/**
 * Cohen's kappa: the agreement of two raters beyond chance.
 *
 * It is 1 minus observed disagreement divided by expected disagreement. `NaN` if all labels and predictions are one class.
 *
 * @param labels - Class indices from 0; with a weighting, in the order of the grades.
 * @param predictions - The predicted class of each row; see {@link predictClasses}.
 * @throws RangeError if the two differ in length or are empty, or a number is not a class index.
 * @see scikit-learn, `cohen_kappa_score`, whose `weights` is `weighting` here
 * @example
 * ```ts
 * import { cohenKappa } from "@tensorloom/metrics";
 *
 * cohenKappa([0, 0, 1, 1], [0, 0, 1, 0]); // => 0.5
 * cohenKappa([0, 1, 2, 2], [0, 1, 1, 2], { weighting: "quadratic" }); // => 0.8
 * ```
 */
export function cohenKappa(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: CohenKappaOptions = {},
): number {
  const { weighting } = checkOptions("cohenKappa", options, OPTIONS);
  if (weighting !== undefined) oneOf("cohenKappa: weighting", weighting, ["linear", "quadratic"]);
  const matrix = countPairs("cohenKappa", labels, predictions, options);
  const rowSums = matrix.map(sum);
  const columnSums = matrix.map((_, at) => sum(matrix.map((row) => row[at])));
  const total = sum(rowSums);
  let [observed, expected] = [0, 0];
  for (const [label, row] of matrix.entries())
    for (const [prediction, count] of row.entries()) {
      const cost = costOf(Math.abs(label - prediction), weighting);
      observed += cost * count;
      expected += (cost * rowSums[label] * columnSums[prediction]) / total;
    }
  return 1 - observed / expected;
}

function costOf(distance: number, weighting: CohenKappaOptions["weighting"]): number {
  if (weighting === undefined) return Math.min(1, distance);
  return weighting === "linear" ? distance : distance ** 2;
}
