import { checkLabels } from "../input/labels.ts";
import { readScores, type Scores } from "../input/scores.ts";
import { checkWeights } from "../input/weights.ts";
import { sortDescending } from "./sortDescending.ts";

/** True and false positives at every threshold, from the highest score to the lowest. */
export interface Ranking {
  /** The distinct scores. Rows with at least this score are predicted positive. */
  readonly thresholds: Float64Array;
  /** The positive rows that score at least the threshold, or the sum of their weights. */
  readonly truePositives: Float64Array;
  /** The same for negative rows. */
  readonly falsePositives: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

/** Checks labels and scores of two classes, and ranks the rows. */
export function readRanking(
  name: string,
  labels: ArrayLike<number>,
  scores: Scores,
  weights: ArrayLike<number> | undefined,
): Ranking {
  const { data, rows, columns } = readScores(`${name}: scores`, scores);
  if (columns > 1)
    throw new RangeError(`${name}: scores must be one per row, got ${String(columns)}; see oneVsRest`);
  checkLabels(`${name}: labels`, labels, rows, 2);
  return rankByScore(labels, data, checkWeights(name, weights, rows));
}

/**
 * Ranks rows by score, and counts at every threshold: one for each distinct score, so ties are never split.
 *
 * Rows of weight 0 are left out.
 */
export function rankByScore(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Ranking {
  const order = sortDescending(scores);
  const thresholds = new Float64Array(order.length);
  const truePositives = new Float64Array(order.length);
  const falsePositives = new Float64Array(order.length);
  let [positives, negatives, count] = [0, 0, 0];
  for (const row of order) {
    const weight = weights === undefined ? 1 : weights[row];
    if (weight === 0) continue;
    if (count === 0 || scores[row] !== thresholds[count - 1]) thresholds[count++] = scores[row];
    if (labels[row] === 1) positives += weight;
    else negatives += weight;
    truePositives[count - 1] = positives;
    falsePositives[count - 1] = negatives;
  }
  return {
    thresholds: thresholds.subarray(0, count),
    truePositives: truePositives.subarray(0, count),
    falsePositives: falsePositives.subarray(0, count),
    positives,
    negatives,
  };
}
