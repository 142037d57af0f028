import { oneOf } from "@tensorloom/core/internal";
import { checkLabels, isOfClass } from "../input/labels.ts";
import { columnOf, readScores, type ScoreColumns, type Scores } from "../input/scores.ts";
import { checkWeights, type WeightsOption } from "../input/weights.ts";

/**
 * How a metric of two classes is averaged over several, with scikit-learn's names.
 *
 * @inline
 */
export type Average = "macro" | "micro" | "weighted";

/** A metric of labels 0 and 1, and one score per row. */
export type BinaryMeasure = (
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
) => number;

/** Labels, scores and weights that have been checked. */
export interface CheckedRows {
  readonly labels: ArrayLike<number>;
  readonly scores: ScoreColumns;
  readonly weights: ArrayLike<number> | undefined;
}

/** Checks the arguments of a metric of two or more classes. */
export function readRows(
  name: string,
  labels: ArrayLike<number>,
  scores: Scores,
  { weights, average = "macro" }: WeightsOption & { readonly average?: Average | undefined },
): CheckedRows {
  const read = readScores(`${name}: scores`, scores);
  checkLabels(`${name}: labels`, labels, read.rows, Math.max(2, read.columns));
  oneOf(`${name}: average`, average, ["macro", "micro", "weighted"]);
  return { labels, scores: read, weights: checkWeights(name, weights, read.rows) };
}

/**
 * Averages a metric of two classes over several classes, each against the rest.
 *
 * `"macro"` is the mean; `"weighted"` weights each class by its rows; `"micro"` measures all columns together, as one
 * long list of labels 0 and 1.
 */
export function averageOverClasses(measure: BinaryMeasure, rows: CheckedRows, average: Average): number {
  const { labels, scores, weights } = rows;
  const { columns } = scores;
  if (columns === 1) return measure(labels, scores.data, weights);
  if (average === "micro") return measureTogether(measure, rows);
  let [sum, total] = [0, 0];
  for (let one = 0; one < columns; one++) {
    const isOne = isOfClass(labels, one);
    const share = average === "macro" ? 1 : supportOf(isOne, weights);
    if (share === 0) continue;
    sum += share * measure(isOne, columnOf(scores, one), weights);
    total += share;
  }
  return sum / total;
}

function measureTogether(measure: BinaryMeasure, { labels, scores, weights }: CheckedRows): number {
  const { data, rows, columns } = scores;
  const isLabel = new Uint8Array(data.length);
  for (let row = 0; row < rows; row++) isLabel[row * columns + labels[row]] = 1;
  if (weights === undefined) return measure(isLabel, data);
  const repeated = new Float64Array(data.length);
  for (let at = 0; at < repeated.length; at++) repeated[at] = weights[Math.floor(at / columns)];
  return measure(isLabel, data, repeated);
}

/** The number of rows of a class, or the sum of their weights. */
function supportOf(isOne: Uint8Array, weights: ArrayLike<number> | undefined): number {
  let support = 0;
  for (let row = 0; row < isOne.length; row++) support += isOne[row] * (weights?.[row] ?? 1);
  return support;
}
