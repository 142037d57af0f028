import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { throwWrongType } from "../batch/throwWrongType.ts";
import { type Average, averageOutputs, resolveAverage } from "./averageOutputs.ts";
import { checkPredictions, checkSameRows, listIds, type Predictions } from "./predictions.ts";
import { numberIds, takeRows } from "./rowsById.ts";

/**
 * Options of {@link averagePredictions}.
 *
 * @inline
 */
export interface AveragePredictionsOptions {
  /** How outputs are averaged, as for `predict`. Default `"mean"`. */
  readonly average?: Average | undefined;
  /** The weight of each of the predictions, at least 0. Default: all the same. */
  readonly weights?: readonly number[] | undefined;
}

const OPTIONS: OptionKinds<AveragePredictionsOptions> = { average: "any", weights: "any" };

/**
 * Averages the predictions of several models, row by row.
 *
 * Rows are joined by id, so the predictions may have different orders; the result has that of the first. `predict` does
 * the same for models that read the same inputs.
 *
 * @throws RangeError if the ids or the shapes of the rows differ, an id is repeated, or an option is invalid.
 * @see scikit-learn, `VotingClassifier`; SciPy, `gmean` and `rankdata`
 * @example
 * ```ts
 * import { averagePredictions } from "@tensorloom/training";
 *
 * const small = { ids: ["a", "b"], outputs: { data: Float32Array.of(0.25, 0.5), shape: [2, 1] } };
 * const large = { ids: ["b", "a"], outputs: { data: Float32Array.of(1, 0.75), shape: [2, 1] } };
 * averagePredictions([small, large]).outputs.data; // => Float32Array.of(0.5, 0.75)
 * averagePredictions([small, large], { average: "rankMean" }).outputs.data; // => Float32Array.of(0.5, 1)
 * ```
 */
export function averagePredictions(
  predictions: readonly Predictions[],
  options: AveragePredictionsOptions = {},
): Predictions {
  const { average, weights } = checkOptions("averagePredictions", options, OPTIONS);
  const name = "averagePredictions: predictions";
  const value: unknown = predictions;
  if (!Array.isArray(value)) throwWrongType(name, "a list of predictions", value, "write [first, second]");
  if (predictions.length === 0) throw new RangeError(`${name} must not be empty`);
  for (const [at, one] of predictions.entries()) checkPredictions(`${name}[${String(at)}]`, one);
  const of = { name: "predictions", count: predictions.length };
  const resolved = resolveAverage("averagePredictions", average, weights, of);
  checkSameRows(name, predictions);
  const [{ ids }] = predictions;
  const parts = predictions.map((one, at) => inOrderOf(ids, one, `${name}[${String(at)}]`, name));
  const outputs = averageOutputs("averagePredictions", parts, resolved);
  return { ids, outputs };
}

/** The outputs in the order of the first predictions' ids. */
function inOrderOf(
  ids: readonly string[],
  one: Predictions,
  name: string,
  names: string,
): Predictions["outputs"] {
  const rows = numberIds(`${name}: ids`, one.ids);
  const known = new Set(ids);
  const missing = ids.filter((id) => !rows.has(id));
  const unknown = one.ids.filter((id) => !known.has(id));
  if (missing.length + unknown.length > 0)
    throw new RangeError(
      `${name} must have the ids of ${names.split(": ")[1]}[0]: ${[
        ...(missing.length > 0 ? [`it lacks ${listIds(missing)}`] : []),
        ...(unknown.length > 0 ? [`only it has ${listIds(unknown)}`] : []),
      ].join("; ")}`,
    );
  return takeRows(
    one.outputs,
    ids.map((id) => rows.get(id) ?? 0), // every id is there
  );
}
