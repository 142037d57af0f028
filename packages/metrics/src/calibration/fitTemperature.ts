import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { checkLabels } from "../input/labels.ts";
import { readScores, type Scores } from "../input/scores.ts";
import { checkWeights, type WeightsOption } from "../input/weights.ts";
import { readProbabilities } from "../probability/readProbabilities.ts";
import type { TemperatureCalibration } from "./calibration.ts";
import { type Logits, toLogits, toProbabilities } from "./toLogits.ts";

/**
 * Options of {@link fitTemperature}.
 *
 * @inline
 */
export interface FitTemperatureOptions extends WeightsOption {
  /** Whether the scores are logits, and not probabilities. Default false. */
  readonly fromLogits?: boolean | undefined;
}

const OPTIONS: OptionKinds<FitTemperatureOptions> = { fromLogits: "boolean", weights: "any" };

/** The lowest and the highest temperature. */
const [MIN_TEMPERATURE, MAX_TEMPERATURE] = [0.01, 100];

/**
 * Finds the temperature that calibrates a classifier: logits are divided by it.
 *
 * It is the temperature from 0.01 to 100 with the lowest {@link logLoss}. It never changes which class has the highest
 * score. Fit it on validation rows, not on those of the training.
 *
 * @param labels - 0 or 1, or class indices.
 * @param scores - Probabilities or logits: of the positive class, one per row, or `[rows, classes]`.
 * @returns A calibration for {@link calibrate}.
 * @throws RangeError if a label is not a class index, a score is not finite, a probability is outside 0..1, or there are no
 * rows.
 * @see Guo et al. 2017, On calibration of modern neural networks; scikit-learn,
 * `CalibratedClassifierCV(method="temperature")`
 * @example
 * ```ts
 * import { calibrate, fitTemperature } from "@tensorloom/metrics";
 *
 * // Sure of every row, and wrong in one of four.
 * const calibration = fitTemperature([1, 1, 1, 0], [0.99, 0.99, 0.99, 0.99]);
 * const [calibrated] = calibrate(calibration, [0.99]);
 * calibrated.toFixed(6); // => "0.750000"
 * ```
 */
export function fitTemperature(
  labels: ArrayLike<number>,
  scores: Scores,
  options: FitTemperatureOptions = {},
): TemperatureCalibration {
  const { fromLogits = false, weights } = checkOptions("fitTemperature", options, OPTIONS);
  const read = fromLogits
    ? readScores("fitTemperature: scores", scores)
    : readProbabilities("fitTemperature", labels, scores, weights);
  checkLabels("fitTemperature: labels", labels, read.rows, Math.max(2, read.columns));
  checkWeights("fitTemperature", weights, read.rows);
  const temperature = 1 / findFactor(labels, toLogits(read, fromLogits), weights);
  return { method: "temperature", temperature, fromLogits };
}

/**
 * The factor on logits with the lowest log loss: Newton's method, or bisection if a step leaves the range.
 *
 * The loss is convex in the factor, so its slope has one zero.
 */
function findFactor(
  labels: ArrayLike<number>,
  logits: Logits,
  weights: ArrayLike<number> | undefined,
): number {
  let [low, high] = [1 / MAX_TEMPERATURE, 1 / MIN_TEMPERATURE];
  if (slopeAt(low).slope >= 0) return low;
  if (slopeAt(high).slope <= 0) return high;
  let factor = 1;
  for (let step = 0; step < 200; step++) {
    const { slope, curvature } = slopeAt(factor);
    if (slope > 0) high = factor;
    else low = factor;
    const newton = factor - slope / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - factor) <= 1e-14 * factor) break;
    factor = next;
  }
  return factor;

  /** The first and second derivative of the loss: a row's mean and variance of logits, over its probabilities. */
  function slopeAt(at: number): { readonly slope: number; readonly curvature: number } {
    const { data, rows, columns } = logits;
    const probabilities = toProbabilities(logits, at);
    let [slope, curvature] = [0, 0];
    for (let row = 0; row < rows; row++) {
      const weight = weights?.[row] ?? 1;
      let [mean, square] = [0, 0];
      for (let column = 0; column < columns; column++) {
        const place = row * columns + column;
        mean += probabilities[place] * data[place];
        square += probabilities[place] * data[place] ** 2;
      }
      const own = columns > 1 ? data[row * columns + labels[row]] : labels[row] * data[row];
      slope += weight * (mean - own);
      curvature += weight * (square - mean ** 2);
    }
    return { slope, curvature };
  }
}
