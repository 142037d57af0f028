import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { checkLabels, isOfClass } from "../input/labels.ts";
import { columnOf, readScores, type Scores } from "../input/scores.ts";
import { checkWeights, type WeightsOption } from "../input/weights.ts";
import type { Calibration } from "./calibration.ts";
import { poolAdjacent } from "./poolAdjacent.ts";

const OPTIONS: OptionKinds<WeightsOption> = { weights: "any" };

/**
 * Finds the rising line from scores to probabilities that fits best (isotonic regression).
 *
 * It corrects any monotonic distortion, and needs more rows than {@link fitTemperature}: about 1000. With several classes
 * there is a line for each, and the results are scaled to sum to 1. Fit it on validation rows, not on those of the
 * training.
 *
 * @param labels - 0 or 1, or class indices.
 * @param scores - Any finite numbers: of the positive class, one per row, or `[rows, classes]`.
 * @returns A calibration for {@link calibrate}.
 * @throws RangeError if a label is not a class index, a score is not finite, or there are no rows.
 * @see scikit-learn, `IsotonicRegression(out_of_bounds="clip")`, `CalibratedClassifierCV(method="isotonic")`
 * @example
 * ```ts
 * import { calibrate, fitIsotonic } from "@tensorloom/metrics";
 *
 * const calibration = fitIsotonic([0, 1, 0, 1], [0.1, 0.4, 0.6, 0.9]);
 * [...calibrate(calibration, [0, 0.5, 0.75, 1])]; // => [0, 0.5, 0.75, 1]
 * ```
 */
export function fitIsotonic(
  labels: ArrayLike<number>,
  scores: Scores,
  options: WeightsOption = {},
): Calibration {
  checkOptions("fitIsotonic", options, OPTIONS);
  const read = readScores("fitIsotonic: scores", scores);
  checkLabels("fitIsotonic: labels", labels, read.rows, Math.max(2, read.columns));
  const weights = checkWeights("fitIsotonic", options.weights, read.rows);
  if (read.columns === 1) return { method: "isotonic", lines: [poolAdjacent(labels, read.data, weights)] };
  const lines = Array.from({ length: read.columns }, (_, one) =>
    poolAdjacent(isOfClass(labels, one), columnOf(read, one), weights),
  );
  return { method: "isotonic", lines };
}
