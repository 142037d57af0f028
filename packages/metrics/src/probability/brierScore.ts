import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { Scores } from "../input/scores.ts";
import { meanOverRows, type WeightsOption } from "../input/weights.ts";
import { readProbabilities } from "./readProbabilities.ts";

const OPTIONS: OptionKinds<WeightsOption> = { weights: "any" };

/**
 * The mean squared error of probabilities (Brier score): lower is better.
 *
 * With one probability per row it is from 0 to 1; with several it is the sum over the classes, from 0 to 2.
 *
 * @param labels - 0 or 1, or class indices.
 * @param probabilities - Of the positive class, one per row, or `[rows, classes]`.
 * @throws RangeError if a label is not a class index, a probability is outside 0..1, or there are no rows.
 * @see scikit-learn, `brier_score_loss`
 * @example
 * ```ts
 * import { brierScore } from "@tensorloom/metrics";
 *
 * brierScore([0, 1], [0.5, 1]); // => 0.125
 * brierScore([0, 1], { data: [0.5, 0.5, 0, 1], shape: [2, 2] }); // => 0.25
 * ```
 */
export function brierScore(
  labels: ArrayLike<number>,
  probabilities: Scores,
  options: WeightsOption = {},
): number {
  checkOptions("brierScore", options, OPTIONS);
  const { data, rows, columns, weights } = readProbabilities(
    "brierScore",
    labels,
    probabilities,
    options.weights,
  );
  return meanOverRows(rows, weights, (row) => {
    if (columns === 1) return (data[row] - labels[row]) ** 2;
    let sum = 0;
    for (let column = 0; column < columns; column++)
      sum += (data[row * columns + column] - Number(column === labels[row])) ** 2;
    return sum;
  });
}
