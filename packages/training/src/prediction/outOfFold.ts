import { throwWrongType } from "../batch/throwWrongType.ts";
import { concatenateRows } from "../batch/rows.ts";
import { checkPredictions, checkSameRows, listIds, type Predictions } from "./predictions.ts";
import { numberIds, takeRows } from "./rowsById.ts";

/**
 * Collects the predictions of cross-validation: each row by the model that did not train on it.
 *
 * The result is what metrics of the whole dataset, or a second model on top (stacking), need.
 *
 * @param folds - The predictions of each fold's validation set.
 * @param ids - The ids of the dataset, in the order of the result.
 * @throws RangeError that names the ids that are missing, repeated or unknown, or if the shapes of the rows differ.
 * @see scikit-learn, `cross_val_predict`
 * @example
 * ```ts
 * import { outOfFold } from "@tensorloom/training";
 *
 * const first = { ids: ["d", "a"], outputs: { data: Float32Array.of(0.4, 0.1), shape: [2, 1] } };
 * const second = { ids: ["b", "c"], outputs: { data: Float32Array.of(0.2, 0.3), shape: [2, 1] } };
 * const { outputs } = outOfFold([first, second], ["a", "b", "c", "d"]);
 * outputs; // => { data: Float32Array.of(0.1, 0.2, 0.3, 0.4), shape: [4, 1] }
 * ```
 */
export function outOfFold(folds: readonly Predictions[], ids: readonly string[]): Predictions {
  const [list, order]: readonly unknown[] = [folds, ids];
  if (!Array.isArray(list)) throwWrongType("outOfFold: folds", "a list of predictions", list);
  if (!Array.isArray(order)) throwWrongType("outOfFold: ids", "the ids of the dataset, in its order", order);
  if (folds.length === 0) throw new RangeError("outOfFold: folds must not be empty");
  for (const [at, fold] of folds.entries()) checkPredictions(`outOfFold: folds[${String(at)}]`, fold);
  checkSameRows("outOfFold: folds", folds);
  const wanted = numberIds("outOfFold: ids", ids);
  const rows = new Map<string, number>();
  const repeated = new Set<string>();
  let row = 0;
  for (const fold of folds)
    for (const id of fold.ids) {
      if (rows.has(id)) repeated.add(id);
      rows.set(id, row++);
    }
  const faults = [
    ["missing", ids.filter((id) => !rows.has(id))],
    ["repeated", [...repeated]],
    ["not in the dataset", [...rows.keys()].filter((id) => !wanted.has(id))],
  ] as const;
  const found = faults.filter(([, list]) => list.length > 0);
  if (found.length > 0)
    throw new RangeError(
      `outOfFold: folds must predict each row once: ${found
        .map(([what, list]) => `${String(list.length)} ${what} (${listIds(list)})`)
        .join("; ")}`,
    );
  const outputs = concatenateRows(folds.map((fold) => fold.outputs));
  return {
    ids,
    outputs: takeRows(
      outputs,
      ids.map((id) => rows.get(id) ?? 0), // every id is there
    ),
  };
}
