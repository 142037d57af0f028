import { checkSize, isObject, shapeText, sizeOf } from "@tensorloom/core/internal";
import type { NDArray } from "@tensorloom/data";
import { throwWrongType } from "../batch/throwWrongType.ts";

/**
 * The outputs of a model, with the id of each row.
 *
 * @example
 * ```ts
 * import type { Predictions } from "@tensorloom/training";
 *
 * // The first output of each row, by id.
 * function toScores({ ids, outputs }: Predictions): ReadonlyMap<string, number> {
 *   const width = outputs.data.length / ids.length;
 *   return new Map(ids.map((id, row) => [id, outputs.data[row * width]]));
 * }
 * const predictions = { ids: ["cat.jpg", "dog.jpg"], outputs: { data: Float32Array.of(0.25, 0.5), shape: [2, 1] } };
 * toScores(predictions).get("dog.jpg"); // => 0.5
 * ```
 */
export interface Predictions {
  /** One per row, in the source's order. Default: the position of the row, if the batches have no ids. */
  readonly ids: readonly string[];
  /** `[rows, ...]`: the model's outputs. */
  readonly outputs: NDArray<Float32Array>;
}

/** @throws TypeError if a value is not predictions; RangeError if they do not have one id per row. */
export function checkPredictions(name: string, predictions: Predictions): void {
  const value: unknown = predictions;
  const isLike = isObject(value) && Array.isArray(value["ids"]) && isObject(value["outputs"]);
  const hint = isObject(value) && typeof value["then"] === "function" ? "await it first" : undefined;
  if (!isLike) throwWrongType(name, "predictions { ids, outputs }, as predict returns them", value, hint);
  const { ids, outputs } = predictions;
  checkSize(`${name}.outputs`, outputs);
  if (ids.length !== outputs.shape[0])
    throw new RangeError(
      `${name} must have one id per row, got ${String(ids.length)} ids for outputs of shape ${shapeText(outputs.shape)}`,
    );
}

/** Counts the numbers of one row of predictions. */
export function rowWidth({ outputs }: Predictions): number {
  return sizeOf(outputs.shape.slice(1));
}

/** @throws RangeError if the rows of some predictions have another shape than those of the first. */
export function checkSameRows(name: string, all: readonly Predictions[]): void {
  const shapeOf = ({ outputs }: Predictions): string => shapeText(outputs.shape.slice(1));
  const at = all.findIndex((one) => shapeOf(one) !== shapeOf(all[0]));
  if (at >= 0)
    throw new RangeError(
      `${name}[${String(at)}] has rows of shape ${shapeOf(all[at])}, and the first has rows of ${shapeOf(all[0])}`,
    );
}

/** Lists the first ids of some, for a message: `a, b, c and 4 more`. */
export function listIds(ids: readonly string[]): string {
  const more = ids.length - MAX_LISTED;
  return ids.slice(0, MAX_LISTED).join(", ") + (more > 0 ? ` and ${String(more)} more` : "");
}

const MAX_LISTED = 5;
