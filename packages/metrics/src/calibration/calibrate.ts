import { finite, isObject, oneOf, shown } from "@tensorloom/core/internal";
import { isMatrix, readScores, type ScoreColumns, type ScoreMatrix, type Scores } from "../input/scores.ts";
import type { SameForm } from "../input/sameForm.ts";
import type { Calibration, IsotonicLine } from "./calibration.ts";
import { heightAt } from "./poolAdjacent.ts";
import { toLogits, toProbabilities } from "./toLogits.ts";

/**
 * Returns calibrated probabilities.
 *
 * @param calibration - What {@link fitTemperature} or {@link fitIsotonic} returned.
 * @param scores - Scores of the kind that it was fitted to: one per row, or `[rows, classes]`.
 * @returns Probabilities in the form of the scores: a list, or a matrix.
 * @throws TypeError if the calibration is not one; RangeError if a score is not finite, or the number of classes differs.
 * @see scikit-learn, `CalibratedClassifierCV`
 * @example
 * ```ts
 * import { calibrate, fitTemperature } from "@tensorloom/metrics";
 *
 * const logits = { data: [4, 0, 4, 0, 0, 4, 4, 0], shape: [4, 2] };
 * const calibration = fitTemperature([0, 0, 1, 1], logits, { fromLogits: true });
 * const { data, shape } = calibrate(calibration, logits);
 * [data[0].toFixed(3), shape]; // => ["0.750", [4, 2]]
 * ```
 */
export function calibrate<S extends Scores>(calibration: Calibration, scores: S): SameForm<S>;
export function calibrate(calibration: Calibration, scores: Scores): Float64Array | ScoreMatrix {
  const value: unknown = calibration; // JavaScript and JSON pass anything
  if (!isObject(value)) throw new TypeError(`calibrate: calibration must be an object, got ${shown(value)}`);
  oneOf("calibrate: calibration.method", calibration.method, ["temperature", "isotonic"]);
  const read = readScores("calibrate: scores", scores);
  const data =
    calibration.method === "temperature"
      ? toProbabilities(
          toLogits(read, calibration.fromLogits),
          1 / finite("calibrate: calibration.temperature", calibration.temperature, Number.MIN_VALUE),
        )
      : followLines(calibration.lines, read);
  return isMatrix(scores) ? { data, shape: scores.shape } : data;
}

function followLines(lines: readonly IsotonicLine[], { data, columns }: ScoreColumns): Float64Array {
  if (lines.length !== columns)
    throw new RangeError(
      `calibrate: scores must have as many columns as the calibration, ${String(lines.length)}, got ${String(columns)}`,
    );
  const heights = Float64Array.from(data, (score, at) => heightAt(lines[at % columns], score));
  if (columns > 1) scaleRows(heights, columns);
  return heights;
}

/** Scales each row to sum to 1. A row of zeros becomes the uniform distribution. */
function scaleRows(data: Float64Array, columns: number): void {
  for (let start = 0; start < data.length; start += columns) {
    const row = data.subarray(start, start + columns);
    const sum = row.reduce((total, value) => total + value, 0);
    for (let column = 0; column < columns; column++)
      row[column] = sum === 0 ? 1 / columns : row[column] / sum;
  }
}
