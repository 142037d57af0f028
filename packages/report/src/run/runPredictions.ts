/**
 * The labels and scores of the validation rows.
 *
 * @example
 * ```ts
 * import type { RunPredictions } from "@tensorloom/report";
 *
 * const predictions: RunPredictions = {
 *   ids: ["a", "b", "c"],
 *   labels: [0, 1, 1],
 *   scores: [0.1, 0.8, 0.4],
 *   groups: { sex: ["female", "female", "male"] },
 * };
 * predictions.ids.length; // => 3
 * ```
 */
export interface RunPredictions {
  /** The name of each row. */
  readonly ids: readonly string[];
  /** The true class of each row, as an index into `classes`. */
  readonly labels: ArrayLike<number>;
  /** The score of the positive class of each row, or `[rows, classes]`: probabilities, if calibration is of interest. */
  readonly scores:
    ArrayLike<number> | { readonly data: ArrayLike<number>; readonly shape: readonly number[] };
  /** Columns that group the rows, by name: one value per row. */
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined;
}
