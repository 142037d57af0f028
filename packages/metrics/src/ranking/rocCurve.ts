import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { Scores } from "../input/scores.ts";
import type { WeightsOption } from "../input/weights.ts";
import { type Ranking, readRanking } from "./rankByScore.ts";

/**
 * One point of a receiver operating characteristic (ROC).
 *
 * @example
 * ```ts
 * import { rocCurve, type RocPoint } from "@tensorloom/metrics";
 *
 * const toSvg = ({ falsePositiveRate, truePositiveRate }: RocPoint): string =>
 *   `${100 * falsePositiveRate},${100 - 100 * truePositiveRate}`;
 * rocCurve([0, 1, 0, 1], [0.2, 0.9, 0.4, 0.7]).map(toSvg).join(" "); // => "0,100 0,50 0,0 100,0"
 * ```
 */
export interface RocPoint {
  /** Rows that score at least this are predicted positive. `Infinity` at (0, 0). */
  readonly threshold: number;
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/**
 * Options of {@link rocCurve}.
 *
 * @inline
 */
export interface RocCurveOptions extends WeightsOption {
  /** Whether to leave out points on a straight line between others. Default true. */
  readonly dropIntermediate?: boolean | undefined;
}

const OPTIONS: OptionKinds<RocCurveOptions> = { dropIntermediate: "boolean", weights: "any" };

/**
 * The receiver operating characteristic (ROC): a point for each distinct score, from (0, 0) to (1, 1).
 *
 * A rate is `NaN` if there are no rows to divide by.
 *
 * @param labels - 0 or 1 each.
 * @param scores - One score per row.
 * @throws RangeError if a label is neither 0 nor 1, a score is not finite, or there are no rows.
 * @see scikit-learn, `roc_curve`
 * @example
 * ```ts
 * import { rocCurve } from "@tensorloom/metrics";
 *
 * rocCurve([0, 1], [0.2, 0.9]).map((point) => point.truePositiveRate); // => [0, 1, 1]
 * ```
 */
export function rocCurve(
  labels: ArrayLike<number>,
  scores: Scores,
  options: RocCurveOptions = {},
): readonly RocPoint[] {
  const { dropIntermediate = true, weights } = checkOptions("rocCurve", options, OPTIONS);
  const ranking = readRanking("rocCurve", labels, scores, weights);
  const { thresholds, truePositives, falsePositives, positives, negatives } = ranking;
  const points: RocPoint[] = [{ threshold: Infinity, ...rates(0, 0) }];
  for (let at = 0; at < thresholds.length; at++)
    if (!dropIntermediate || !isOnLine(ranking, at))
      points.push({ threshold: thresholds[at], ...rates(falsePositives[at], truePositives[at]) });
  return points;

  function rates(falseOnes: number, trueOnes: number): Omit<RocPoint, "threshold"> {
    return { falsePositiveRate: falseOnes / negatives, truePositiveRate: trueOnes / positives };
  }
}

/** Whether the point lies as far from the one before as from the one after. */
function isOnLine({ truePositives, falsePositives, thresholds }: Ranking, at: number): boolean {
  if (at === 0 || at === thresholds.length - 1) return false;
  return [truePositives, falsePositives].every(
    (counts) => counts[at + 1] - counts[at] === counts[at] - counts[at - 1],
  );
}
