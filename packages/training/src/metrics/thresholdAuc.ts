import { integer } from "@tensorloom/core/internal";
import { rankByScore } from "./ranking.ts";

const MARGIN = 1e-7; // Keras's epsilon: the outermost thresholds lie this far outside 0..1

/**
 * The ROC AUC as `keras.metrics.AUC` reports it: the trapezoid over evenly spaced thresholds, an estimate of {@link rocAuc}.
 *
 * For comparing with a Keras log; use `rocAuc` to judge a model.
 *
 * @param scores - Probabilities from 0 to 1.
 * @param thresholds - How many, at least 2; default 200.
 * @throws RangeError where a label is neither 0 nor 1, a score is not finite, or the two differ in length.
 * @see Keras, `keras.metrics.AUC(num_thresholds=200)`
 * @example
 * ```ts
 * import { thresholdAuc } from "@tensorloom/training";
 *
 * thresholdAuc([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]) > 0.999; // => true
 * ```
 */
export function thresholdAuc(labels: ArrayLike<number>, scores: ArrayLike<number>, thresholds = 200): number {
  integer("thresholdAuc: thresholds", thresholds, 2);
  const cuts = rankByScore("thresholdAuc", labels, scores);
  const { truePositives: positives, falsePositives: negatives } = cuts[cuts.length - 1];
  let area = 0;
  let at = 0; // the last cut whose scores all lie above the threshold
  let before = cuts[0];
  for (let index = thresholds - 1; index >= 0; index--) {
    const inner = index / (thresholds - 1);
    const threshold = index === 0 ? -MARGIN : index === thresholds - 1 ? 1 + MARGIN : inner;
    while (at + 1 < cuts.length && cuts[at + 1].threshold > threshold) at++;
    const cut = cuts[at];
    area += ((cut.falsePositives - before.falsePositives) * (cut.truePositives + before.truePositives)) / 2;
    before = cut;
  }
  return area / (positives * negatives);
}
