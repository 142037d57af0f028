import { checkLabels } from "../input/labels.ts";
import { isMatrix, readScores, type Scores } from "../input/scores.ts";
import type { SameForm } from "../input/sameForm.ts";
import { checkWeights, type WeightsOption } from "../input/weights.ts";

/**
 * Labels with scores or predictions, and weights if rows have any.
 *
 * @inline
 */
export interface LabelledScores<S extends Scores = Scores> extends WeightsOption {
  /** Class indices. */
  readonly labels: ArrayLike<number>;
  /** Scores as the metric takes them, `[rows]` or `[rows, classes]`, or predicted classes. */
  readonly scores: S;
}

/**
 * A function of labels, scores and an object with weights, as the metrics of this package are.
 *
 * @inline
 */
export type Measure<S extends Scores, R> = (
  labels: Float64Array,
  scores: SameForm<S>,
  options: WeightsOption,
) => R;

/** Checks labels, scores and weights, and returns the number of rows. */
export function checkData(name: string, { labels, scores, weights }: LabelledScores): number {
  const { rows } = readScores(`${name}: scores`, scores);
  checkLabels(`${name}: labels`, labels, rows);
  checkWeights(name, weights, rows);
  return rows;
}

/** Measures some of the rows. A row may occur several times. */
export function measureRows<S extends Scores, R>(
  measure: Measure<S, R>,
  { labels, scores, weights }: LabelledScores<S>,
  rows: Uint32Array,
): R {
  const chosen = weights === undefined ? {} : { weights: pick(weights, rows) };
  return measure(pick(labels, rows), pickScores(scores, rows), chosen);
}

function pick(values: ArrayLike<number>, rows: Uint32Array, columns = 1): Float64Array {
  const picked = new Float64Array(rows.length * columns);
  for (let at = 0; at < picked.length; at++)
    picked[at] = values[columns === 1 ? rows[at] : rows[Math.floor(at / columns)] * columns + (at % columns)];
  return picked;
}

function pickScores<S extends Scores>(scores: S, rows: Uint32Array): SameForm<S>;
function pickScores(scores: Scores, rows: Uint32Array): SameForm<Scores> {
  if (!isMatrix(scores)) return pick(scores, rows);
  const [, ...columns] = scores.shape;
  return { data: pick(scores.data, rows, columns.at(0)), shape: [rows.length, ...columns] };
}
