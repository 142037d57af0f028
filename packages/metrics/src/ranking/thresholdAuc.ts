import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { Scores } from "../input/scores.ts";
import type { WeightsOption } from "../input/weights.ts";
import { readRanking } from "./rankByScore.ts";

const MARGIN = 1e-7; // Keras's epsilon: the outermost thresholds lie this far outside 0..1

/**
 * Options of {@link thresholdAuc}.
 *
 * @inline
 */
export interface ThresholdAucOptions extends WeightsOption {
  /** Number of thresholds, at least 2. Default 200. */
  readonly thresholds?: number | undefined;
}

const OPTIONS: OptionKinds<ThresholdAucOptions> = { thresholds: "number", weights: "any" };

/**
 * The ROC AUC as `keras.metrics.AUC` reports it: an estimate of {@link rocAuc}.
 *
 * It is the trapezoidal rule over evenly spaced thresholds. Use it to compare with a Keras log, and `rocAuc` to evaluate
 * a model.
 *
 * @param labels - 0 or 1 each.
 * @param scores - Probabilities from 0 to 1, one per row.
 * @throws RangeError if a label is neither 0 nor 1, a score is not finite, or there are no rows.
 * @see Keras, `keras.metrics.AUC(num_thresholds=200)`
 * @example
 * ```ts
 * import { thresholdAuc } from "@tensorloom/metrics";
 *
 * thresholdAuc([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]) > 0.999; // => true
 * ```
 */
export function thresholdAuc(
  labels: ArrayLike<number>,
  scores: Scores,
  options: ThresholdAucOptions = {},
): number {
  const { thresholds: count = 200, weights } = checkOptions("thresholdAuc", options, OPTIONS);
  integer("thresholdAuc: thresholds", count, 2);
  const ranking = readRanking("thresholdAuc", labels, scores, weights);
  const { thresholds, truePositives, falsePositives, positives, negatives } = ranking;
  let area = 0;
  let above = 0; // the number of distinct scores above the threshold
  let [trueBefore, falseBefore] = [0, 0];
  for (let index = count - 1; index >= 0; index--) {
    const threshold = index === 0 ? -MARGIN : index === count - 1 ? 1 + MARGIN : index / (count - 1);
    while (above < thresholds.length && thresholds[above] > threshold) above++;
    const trueOnes = above === 0 ? 0 : truePositives[above - 1];
    const falseOnes = above === 0 ? 0 : falsePositives[above - 1];
    area += ((falseOnes - falseBefore) * (trueOnes + trueBefore)) / 2;
    [trueBefore, falseBefore] = [trueOnes, falseOnes];
  }
  return area / (positives * negatives);
}
