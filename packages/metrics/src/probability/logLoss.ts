import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { Scores } from "../input/scores.ts";
import { meanOverRows, type WeightsOption } from "../input/weights.ts";
import { readProbabilities } from "./readProbabilities.ts";

const OPTIONS: OptionKinds<WeightsOption> = { weights: "any" };

/**
 * The mean negative logarithm of the probability of the true class (cross-entropy).
 *
 * Probabilities are clipped to `eps .. 1 - eps`, with the precision of their numbers: 2^-23 for a `Float32Array`, 2^-52
 * otherwise.
 *
 * @param labels - 0 or 1, or class indices.
 * @param probabilities - Of the positive class, one per row, or `[rows, classes]` with rows that sum to 1.
 * @throws RangeError if a label is not a class index, a probability is outside 0..1, or there are no rows.
 * @see scikit-learn, `log_loss`
 * @example
 * ```ts
 * import { logLoss } from "@tensorloom/metrics";
 *
 * logLoss([0, 1], [0.5, 0.5]); // => Math.LN2
 * logLoss([1], { data: [0.3, 0.5, 0.2], shape: [1, 3] }); // => Math.LN2
 * ```
 */
export function logLoss(
  labels: ArrayLike<number>,
  probabilities: Scores,
  options: WeightsOption = {},
): number {
  checkOptions("logLoss", options, OPTIONS);
  const { data, rows, columns, weights } = readProbabilities(
    "logLoss",
    labels,
    probabilities,
    options.weights,
  );
  const eps = data instanceof Float32Array ? 2 ** -23 : 2 ** -52;
  return meanOverRows(rows, weights, (row) => {
    const found =
      columns > 1 ? data[row * columns + labels[row]] : labels[row] === 1 ? data[row] : 1 - data[row];
    return -Math.log(Math.min(Math.max(found, eps), 1 - eps));
  });
}
