import { checkOptions, type OptionKinds, shown } from "@tensorloom/core/internal";
import { argMaxOf } from "./argMaxOf.ts";
import { readScores, type Scores } from "./scores.ts";

/**
 * Options of {@link predictClasses}.
 *
 * @inline
 */
export interface PredictClassesOptions {
  /** A row with one score is positive if it scores at least this. Default 0.5. */
  readonly threshold?: number | undefined;
}

const OPTIONS: OptionKinds<PredictClassesOptions> = { threshold: "number" };

/**
 * Returns the predicted class of each row.
 *
 * With one score per row, it is 1 if the score is at least the threshold. With several, it is the class of the highest
 * score; the first one if several are equal.
 *
 * @param scores - One score per row, or `[rows, classes]`.
 * @throws RangeError if a score is not finite, or several scores per row come with a threshold.
 * @example
 * ```ts
 * import { predictClasses } from "@tensorloom/metrics";
 *
 * [...predictClasses([0.2, 0.7, 0.4], { threshold: 0.3 })]; // => [0, 1, 1]
 * [...predictClasses({ data: [0.1, 0.9, 0.7, 0.3], shape: [2, 2] })]; // => [1, 0]
 * ```
 */
export function predictClasses(scores: Scores, options: PredictClassesOptions = {}): Int32Array {
  const { threshold } = checkOptions("predictClasses", options, OPTIONS);
  const read = readScores("predictClasses: scores", scores);
  if (threshold !== undefined && (typeof threshold !== "number" || Number.isNaN(threshold)))
    throw new TypeError(`predictClasses: threshold must be a number, got ${shown(threshold)}`);
  if (threshold !== undefined && read.columns > 1)
    throw new RangeError(
      `predictClasses: threshold is for one score per row, got ${String(read.columns)}; see oneVsRest`,
    );
  const level = threshold ?? 0.5;
  const predicted = new Int32Array(read.rows);
  for (let row = 0; row < predicted.length; row++)
    predicted[row] = read.columns === 1 ? Number(read.data[row] >= level) : argMaxOf(read, row);
  return predicted;
}
