import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { predictClasses } from "@tensorloom/metrics";
import { checkRun } from "../run/checkRun.ts";
import type { Run } from "../run/run.ts";
import { readScores } from "./readScores.ts";

/**
 * Options of {@link surestPredictions}.
 *
 * @inline
 */
export interface SurestPredictionsOptions {
  /** Number of mistakes and of hits at most, at least 1. Default 8. */
  readonly count?: number | undefined;
  /** The threshold of two classes, at which a row is predicted positive; `Infinity`: none is. Default: the run's, or 0.5. */
  readonly threshold?: number | undefined;
}

const OPTIONS: OptionKinds<SurestPredictionsOptions> = { count: "number", threshold: "number" };

/**
 * Finds the rows that a model is surest about: the mistakes and the hits.
 *
 * A model is surer the further the score of the predicted class lies from the threshold, as a share of the way to the
 * highest score; with several classes, the higher the score. Hits of two classes are half positive, half negative rows,
 * so that a rare class is seen.
 *
 * @param run - A run with predictions.
 * @returns Indices of rows, the surest first.
 * @throws RangeError if the run has no predictions, or an option is out of range.
 * @example
 * ```ts
 * import { surestPredictions } from "@tensorloom/report";
 *
 * const predictions = { ids: ["a", "b", "c", "d"], labels: [0, 0, 1, 1], scores: [0.1, 0.9, 0.3, 0.8] };
 * surestPredictions({ name: "B0", predictions }); // => { mistakes: [1, 2], hits: [3, 0] }
 * ```
 */
export function surestPredictions(
  run: Run,
  options: SurestPredictionsOptions = {},
): { readonly mistakes: readonly number[]; readonly hits: readonly number[] } {
  const { count = 8, threshold = run.threshold ?? 0.5 } = checkOptions("surestPredictions", options, OPTIONS);
  integer("surestPredictions: count", count, 1);
  if (threshold !== Infinity) finite("surestPredictions: threshold", threshold);
  const rows = readScores(checkRun("surestPredictions: run", run));
  if (rows === undefined) throw new RangeError("surestPredictions: run must have predictions, got none");
  const labels: ArrayLike<number> = rows.labels;
  const predicted =
    rows.kind === "binary" ? predictClasses(rows.scores, { threshold }) : predictClasses(rows.scores);
  const sureness = rows.kind === "binary" ? fromThreshold(rows.scores, threshold) : topScores(rows.scores);
  const ranked = [...sureness.keys()].sort((a, b) => sureness[b] - sureness[a]);
  const hits = ranked.filter((row) => predicted[row] === labels[row]);
  return {
    mistakes: ranked.filter((row) => predicted[row] !== labels[row]).slice(0, count),
    hits: rows.kind === "binary" ? alternate(hits, labels).slice(0, count) : hits.slice(0, count),
  };
}

/** How far each score lies from the threshold, as a share of the way to the highest or lowest score. */
function fromThreshold(scores: Float64Array, chosen: number): Float64Array {
  // above an infinite threshold there is nothing, so the highest score counts as the nearest to it
  const threshold = chosen === Infinity ? scores.reduce((one, other) => Math.max(one, other)) : chosen;
  let [low, high] = [threshold, threshold];
  for (const score of scores) {
    if (score < low) low = score;
    if (score > high) high = score;
  }
  return scores.map((score) =>
    score >= threshold
      ? (score - threshold) / (high - threshold || 1)
      : (threshold - score) / (threshold - low),
  );
}

function topScores({
  data,
  shape,
}: {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}): Float64Array {
  const [rows, columns] = shape;
  return Float64Array.from({ length: rows }, (_, row) =>
    Math.max(...data.subarray(row * columns, (row + 1) * columns)),
  );
}

/** Positive and negative rows by turns, each in their order. */
function alternate(rows: readonly number[], labels: ArrayLike<number>): readonly number[] {
  const [negative, positive] = [0, 1].map((label) => rows.filter((row) => labels[row] === label));
  const turns = Array.from({ length: Math.max(positive.length, negative.length) }, (_, at) => at);
  return turns.flatMap((at) => [...positive.slice(at, at + 1), ...negative.slice(at, at + 1)]);
}
