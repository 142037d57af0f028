import { shown } from "@tensorloom/core/internal";
import { assertList } from "./scores.ts";

/**
 * The weights of rows, as an option.
 *
 * @inline
 */
export interface WeightsOption {
  /** One weight per row, at least 0: scikit-learn's `sample_weight`. Default 1 each. */
  readonly weights?: ArrayLike<number> | undefined;
}

/**
 * Checks the weights of rows.
 *
 * @throws TypeError if they are not a list; RangeError if there is not one per row, one is negative, or all are 0.
 */
export function checkWeights(
  name: string,
  weights: ArrayLike<number> | undefined,
  rows: number,
): ArrayLike<number> | undefined {
  if (weights === undefined) return undefined;
  assertList(`${name}: weights`, weights);
  if (weights.length !== rows)
    throw new RangeError(
      `${name}: weights must have one number per row, ${String(rows)}, got ${String(weights.length)}`,
    );
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights[row];
    if (!(weight >= 0 && weight <= Number.MAX_VALUE))
      throw new RangeError(
        `${name}: weights[${String(row)}] must be finite and at least 0, got ${shown(weight)}`,
      );
    total += weight;
  }
  if (total > 0) return weights;
  throw new RangeError(`${name}: weights must have one above 0`);
}

/** The mean of a value per row, weighted. */
export function meanOverRows(
  rows: number,
  weights: ArrayLike<number> | undefined,
  valueAt: (row: number) => number,
): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const weight = weights?.[row] ?? 1;
    if (weight === 0) continue; // a row of weight 0 never counts, even if its value is infinite
    sum += weight * valueAt(row);
    total += weight;
  }
  return sum / total;
}
