import { checkOptions, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { Scores } from "../input/scores.ts";
import { binByConfidence, type ReliabilityCurveOptions } from "./reliabilityCurve.ts";

/**
 * Options of {@link expectedCalibrationError}.
 *
 * @inline
 */
export interface CalibrationErrorOptions extends ReliabilityCurveOptions {
  /** The mean gap, the root of the mean squared gap, or the largest gap. Default `"l1"`. */
  readonly norm?: "l1" | "l2" | "max" | undefined;
}

const OPTIONS: OptionKinds<CalibrationErrorOptions> = {
  bins: "number",
  strategy: "string",
  norm: "string",
  weights: "any",
};

/**
 * The expected calibration error (ECE): the mean gap between probability and frequency.
 *
 * It is measured over the ranges of {@link reliabilityCurve}, weighted by their rows. `norm: "max"` is the maximum
 * calibration error.
 *
 * @param labels - 0 or 1, or class indices.
 * @param probabilities - Of the positive class, one per row, or `[rows, classes]`, of which the highest counts.
 * @throws RangeError if a label is not a class index, a probability is outside 0..1, or there are no rows.
 * @see Guo et al. 2017, On calibration of modern neural networks; torchmetrics, `CalibrationError`
 * @example
 * ```ts
 * import { expectedCalibrationError } from "@tensorloom/metrics";
 *
 * expectedCalibrationError([0, 1, 1, 1], [0.25, 0.25, 1, 1], { bins: 2 }); // => 0.125
 * ```
 */
export function expectedCalibrationError(
  labels: ArrayLike<number>,
  probabilities: Scores,
  options: CalibrationErrorOptions = {},
): number {
  const { norm = "l1" } = checkOptions("expectedCalibrationError", options, OPTIONS);
  oneOf("expectedCalibrationError: norm", norm, ["l1", "l2", "max"]);
  const bins = binByConfidence("expectedCalibrationError", labels, probabilities, options);
  const total = bins.reduce((sum, { support }) => sum + support, 0);
  const gaps = bins.map(({ confidence, frequency, support }) => ({
    gap: Math.abs(confidence - frequency),
    share: support / total,
  }));
  switch (norm) {
    case "l1":
      return gaps.reduce((sum, { gap, share }) => sum + share * gap, 0);
    case "l2":
      return Math.sqrt(gaps.reduce((sum, { gap, share }) => sum + share * gap ** 2, 0));
    case "max":
      return Math.max(...gaps.map(({ gap }) => gap));
  }
}
