import { checkOptions, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { Scores } from "../input/scores.ts";
import type { WeightsOption } from "../input/weights.ts";
import { type Confidences, readConfidences } from "./confidences.ts";
import { quantileOf } from "../numeric/quantile.ts";

/**
 * The rows whose probability lies in one range.
 *
 * @example
 * ```ts
 * import { type ReliabilityBin, reliabilityCurve } from "@tensorloom/metrics";
 *
 * const gap = ({ confidence, frequency }: ReliabilityBin): number => confidence - frequency;
 * reliabilityCurve([0, 1, 1, 1], [0.25, 0.25, 1, 1], { bins: 2 }).map(gap); // => [-0.25, 0]
 * ```
 */
export interface ReliabilityBin {
  /** The range of probabilities: above `low`, up to `high`. */
  readonly low: number;
  readonly high: number;
  /** The mean probability. */
  readonly confidence: number;
  /** The fraction of rows that are positive; with several classes, that are predicted correctly. */
  readonly frequency: number;
  /** Number of rows, or the sum of their weights. */
  readonly support: number;
}

/**
 * Options of {@link reliabilityCurve}.
 *
 * @inline
 */
export interface ReliabilityCurveOptions extends WeightsOption {
  /** Number of ranges, at least 1. Default 15. */
  readonly bins?: number | undefined;
  /** Ranges of equal width, or of about equally many rows. Default `"uniform"`. */
  readonly strategy?: "uniform" | "quantile" | undefined;
}

const OPTIONS: OptionKinds<ReliabilityCurveOptions> = { bins: "number", strategy: "string", weights: "any" };

/**
 * Compares probabilities with frequencies (reliability diagram, calibration curve).
 *
 * Of well calibrated rows with probability 0.8, 80% are positive. With several classes, it is about the probability of
 * the predicted class. Ranges without rows are left out.
 *
 * @param labels - 0 or 1, or class indices.
 * @param probabilities - Of the positive class, one per row, or `[rows, classes]`.
 * @throws RangeError if a label is not a class index, a probability is outside 0..1, or there are no rows.
 * @see scikit-learn, `calibration_curve`, whose default is 5 ranges
 * @example
 * ```ts
 * import { reliabilityCurve } from "@tensorloom/metrics";
 *
 * reliabilityCurve([0, 1, 1, 1], [0.25, 0.25, 1, 1], { bins: 2 })[0]; // => { low: 0, high: 0.5, confidence: 0.25, frequency: 0.5, support: 2 }
 * ```
 */
export function reliabilityCurve(
  labels: ArrayLike<number>,
  probabilities: Scores,
  options: ReliabilityCurveOptions = {},
): readonly ReliabilityBin[] {
  checkOptions("reliabilityCurve", options, OPTIONS);
  return binByConfidence("reliabilityCurve", labels, probabilities, options);
}

/** The ranges that have rows. */
export function binByConfidence(
  name: string,
  labels: ArrayLike<number>,
  probabilities: Scores,
  { bins = 15, strategy = "uniform", weights }: ReliabilityCurveOptions,
): readonly ReliabilityBin[] {
  integer(`${name}: bins`, bins, 1);
  oneOf(`${name}: strategy`, strategy, ["uniform", "quantile"]);
  const confidences = readConfidences(name, labels, probabilities, weights);
  const edges = strategy === "uniform" ? uniformEdges(bins) : quantileEdges(confidences, bins);
  const sums = Array.from({ length: bins }, () => ({ support: 0, claimed: 0, positive: 0 }));
  for (const [row, claimed] of confidences.claimed.entries()) {
    const weight = confidences.weights?.[row] ?? 1;
    const bin = sums[binOf(edges, claimed)];
    bin.support += weight;
    bin.claimed += weight * claimed;
    bin.positive += weight * confidences.isSo[row];
  }
  return sums.flatMap(({ support, claimed, positive }, at) =>
    support === 0
      ? []
      : [
          {
            low: edges[at],
            high: edges[at + 1],
            confidence: claimed / support,
            frequency: positive / support,
            support,
          },
        ],
  );
}

function uniformEdges(bins: number): Float64Array {
  return Float64Array.from({ length: bins + 1 }, (_, at) => at / bins);
}

function quantileEdges({ claimed }: Confidences, bins: number): Float64Array {
  const sorted = claimed.slice().sort();
  return Float64Array.from({ length: bins + 1 }, (_, at) => quantileOf(sorted, at / bins));
}

/** The first range whose upper edge is at least the value; the first and last range have no limit. */
function binOf(edges: Float64Array, value: number): number {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle + 1] >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
