import { checkLabels } from "../input/labels.ts";
import { readScores, type ScoreColumns, type Scores } from "../input/scores.ts";
import { checkWeights } from "../input/weights.ts";

/** Probabilities and weights that have been checked. */
export interface Probabilities extends ScoreColumns {
  readonly weights: ArrayLike<number> | undefined;
}

/** A softmax in float32 may exceed 1 by its rounding. */
const ROUNDING = 1e-6;

/** Checks labels, probabilities and weights. */
export function readProbabilities(
  name: string,
  labels: ArrayLike<number>,
  probabilities: Scores,
  weights: ArrayLike<number> | undefined,
): Probabilities {
  const read = readScores(`${name}: probabilities`, probabilities, {
    low: -ROUNDING,
    high: 1 + ROUNDING,
    range: "from 0 to 1",
  });
  checkLabels(`${name}: labels`, labels, read.rows, Math.max(2, read.columns));
  return { ...read, weights: checkWeights(name, weights, read.rows) };
}
