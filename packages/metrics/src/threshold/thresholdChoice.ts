import type { Ranking } from "../ranking/rankByScore.ts";

/**
 * A threshold, and what it means on the rows that it was chosen on.
 *
 * @example
 * ```ts
 * import { chooseThreshold, type ThresholdChoice } from "@tensorloom/metrics";
 *
 * const alarms = ({ truePositives, falsePositives }: ThresholdChoice): number => truePositives + falsePositives;
 * alarms(chooseThreshold([0, 0, 1, 1], [0.1, 0.6, 0.5, 0.9], { by: "sensitivity", atLeast: 1 })); // => 3
 * ```
 */
export interface ThresholdChoice {
  /** Rows that score at least this are predicted positive. `Infinity`: none is. */
  readonly threshold: number;
  /** The fraction of positive rows that are predicted positive (recall, true positive rate). */
  readonly sensitivity: number;
  /** The fraction of negative rows that are predicted negative. */
  readonly specificity: number;
  /** The fraction of predicted positives that are positive; 0 without any. */
  readonly precision: number;
  readonly f1: number;
  /** Number of rows, or sum of weights, as all of the following. */
  readonly support: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Measures the threshold at a position of the ranking; at -1, the infinite one. */
export function measureThreshold(ranking: Ranking, at: number): ThresholdChoice {
  const { positives, negatives } = ranking;
  const truePositives = at < 0 ? 0 : ranking.truePositives[at];
  const falsePositives = at < 0 ? 0 : ranking.falsePositives[at];
  const predicted = truePositives + falsePositives;
  return {
    threshold: at < 0 ? Infinity : ranking.thresholds[at],
    sensitivity: truePositives / positives,
    specificity: (negatives - falsePositives) / negatives,
    precision: predicted === 0 ? 0 : truePositives / predicted,
    f1: (2 * truePositives) / (predicted + positives),
    support: positives + negatives,
    truePositives,
    falsePositives,
    trueNegatives: negatives - falsePositives,
    falseNegatives: positives - truePositives,
  };
}
