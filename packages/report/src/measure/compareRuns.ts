import { rocAuc } from "@tensorloom/metrics";
import { measureInterval } from "./interval.ts";
import type { MeasuredRun } from "./measureRun.ts";
import { countedMetric, toRanges } from "./rankingInterval.ts";
import type { RunScores } from "./readScores.ts";

/** By how much the main metric of a run is above that of the first one, on the same rows. */
export interface RunDifference {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The paired difference of two runs: their ROC AUC or, with several classes, accuracy.
 *
 * Both are measured on the same samples of rows, so the interval is narrower than those of the two runs.
 *
 * @returns undefined if the runs did not predict the same rows.
 */
export function compareRuns(first: MeasuredRun, other: MeasuredRun): RunDifference | undefined {
  const [a, b] = [first.scores, other.scores];
  if (a === undefined || b === undefined || a.kind !== b.kind) return undefined;
  const rowOf = new Map(b.ids.map((id, row) => [id, row]));
  const order = a.ids.map((id) => rowOf.get(id) ?? -1);
  const same =
    rowOf.size === a.ids.length &&
    b.ids.length === a.ids.length &&
    order.every((row, at) => row >= 0 && a.labels[at] === b.labels[row]);
  if (!same) return undefined;
  const [own, others] = [columnOf(a), columnOf(b)];
  const aligned = Float64Array.from(order, (row) => others[row]);
  const isRanking = a.kind === "binary";
  const exact = isRanking ? rocAuc(a.labels, aligned) - rocAuc(a.labels, own) : meanOf(aligned) - meanOf(own);
  const ranges = isRanking ? [toRanges(own), toRanges(aligned)] : undefined;
  const [left, right] = ranges ?? [own, aligned];
  const data = Float64Array.from(
    { length: 2 * order.length },
    (_, at) => (at % 2 === 0 ? left : right)[at >> 1],
  );
  const measure = (labels: ArrayLike<number>, scores: unknown): number => {
    const { data: pairs } = scores as { readonly data: Float64Array }; // the matrix below
    const column = (odd: number): Float64Array =>
      Float64Array.from({ length: labels.length }, (_, row) => pairs[2 * row + odd]);
    const of = isRanking ? (values: Float64Array) => countedMetric(rocAuc, labels, values) : meanOf;
    return of(column(1)) - of(column(0));
  };
  const rows = { labels: a.labels, scores: { data, shape: [order.length, 2] } };
  const interval = measureInterval(measure, rows, first.plan);
  if (interval === undefined) return undefined;
  const shift = exact - measure(a.labels, rows.scores); // what ranges change
  return { value: exact, low: interval.low + shift, high: interval.high + shift };
}

/** The score of each row; of several classes, whether its prediction is right. */
function columnOf(scores: RunScores): Float64Array {
  if (scores.kind === "binary") return scores.scores;
  const { data, shape } = scores.scores;
  return Float64Array.from(scores.labels, (label, row) => {
    const own = data.subarray(row * shape[1], (row + 1) * shape[1]);
    return Number(own.indexOf(Math.max(...own)) === label);
  });
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
