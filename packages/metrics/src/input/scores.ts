import { checkSize, isObject, shapeText, shown } from "@tensorloom/core/internal";

/**
 * A matrix of scores: one row per example, one column per class.
 *
 * @inline
 */
export interface ScoreMatrix {
  readonly data: ArrayLike<number>;
  /** `[rows, classes]`; `[rows]` and `[rows, 1]` mean one score per row. */
  readonly shape: readonly number[];
}

/**
 * The scores of a classifier: one per row, for the positive class, or a matrix.
 *
 * @inline
 */
export type Scores = ArrayLike<number> | ScoreMatrix;

/** Scores with their number of rows and columns. One column means one score per row. */
export interface ScoreColumns {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly range: string;
}

const FINITE: Range = { low: -Number.MAX_VALUE, high: Number.MAX_VALUE, range: "finite" };

/**
 * Reads the shape of scores, and checks every number.
 *
 * @param name - The function and argument, for messages: `"rocAuc: scores"`.
 * @param allowed - The smallest and the largest allowed value, and their name. Default: any finite number.
 * @throws TypeError if it is not a list or a matrix of numbers; RangeError if it is empty, or a number is out of range.
 */
export function readScores(name: string, scores: Scores, { low, high, range }: Range = FINITE): ScoreColumns {
  const read = readShape(name, scores);
  if (read.rows === 0) throw new RangeError(`${name} must have at least one row, got none`);
  for (let at = 0; at < read.data.length; at++) {
    const value = read.data[at];
    if (value >= low && value <= high) continue;
    throw new RangeError(`${name}[${String(at)}] must be ${range}, got ${shown(value)}`);
  }
  return read;
}

function readShape(name: string, scores: Scores): ScoreColumns {
  if (!isMatrix(scores)) {
    assertList(name, scores);
    return { data: scores, rows: scores.length, columns: 1 };
  }
  const { data, shape } = scores;
  assertList(`${name}.data`, data);
  if (!Array.isArray(shape) || shape.length === 0 || shape.length > 2)
    throw new RangeError(
      `${name} must have shape [rows] or [rows, classes], got ${Array.isArray(shape) ? shapeText(scores.shape) : shown(shape)}`,
    );
  checkSize(name, scores);
  return { data, rows: scores.shape[0], columns: scores.shape.at(1) ?? 1 };
}

/** Whether scores are a matrix, `{ data, shape }`, and not a list. */
export function isMatrix(scores: Scores): scores is ScoreMatrix {
  return isObject(scores) && "shape" in scores;
}

/** @throws TypeError if a value is not a list of numbers. */
export function assertList(name: string, list: ArrayLike<number>): void {
  const value = list as Partial<ArrayLike<number>> | undefined | null; // JavaScript passes anything
  if (typeof value === "object" && value !== null && typeof value.length === "number") return;
  throw new TypeError(`${name} must be an array of numbers, got ${shown(value)}`);
}

/** Copies one column. */
export function columnOf({ data, rows, columns }: ScoreColumns, column: number): Float64Array {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = data[row * columns + column];
  return values;
}
