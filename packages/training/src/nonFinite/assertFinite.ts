import { allVariables, type Variables } from "@tensorloom/graph/internal";
import { shapeText } from "@tensorloom/core/internal";
import { findNonFinite } from "@tensorloom/backend";
import { isFiniteThroughout } from "@tensorloom/backend/internal";
import type { NDArray } from "@tensorloom/data";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type Batch, type InputBatch } from "../batch/batch.ts";
import { type NonFinite, NonFiniteError } from "./nonFiniteError.ts";

/** When a value is checked, for the error. */
export type NonFiniteContext = Omit<NonFinite, "where" | "variable" | "row" | "id" | "value">;

/**
 * Checks that a batch has no NaN and no infinities, before anything is computed from it.
 *
 * @throws NonFiniteError that names the place; RangeError if a row's weight is negative.
 */
export function assertFiniteBatch(batch: InputBatch & Partial<Batch>, at: NonFiniteContext): void {
  const inputs = "shape" in batch.inputs ? [batch.inputs] : batch.inputs;
  for (const array of inputs) assertFiniteArray("inputs", array, batch, at);
  if (batch.targets !== undefined) assertFiniteArray("targets", batch.targets, batch, at);
  if (batch.weights === undefined) return;
  assertFiniteArray("row weights", batch.weights, batch, at);
  const { data, shape } = batch.weights;
  const row = data.findIndex((weight: number) => weight < 0);
  if (row >= 0)
    throw new RangeError(
      `${at.caller ?? "fit"}: weights of rows must be at least 0, got ${String(data[row])} at position ${String(row)} of ${shapeText(shape)}`,
    );
}

/** @throws NonFiniteError if an array contains NaN or an infinity, or a number that float32 cannot represent. */
function assertFiniteArray(
  where: NonFinite["where"],
  { data, shape }: NDArray,
  { ids }: InputBatch,
  at: NonFiniteContext,
): void {
  if (isIntegerArray(data)) return;
  const found = firstNonFinite(data);
  if (found === undefined) return;
  const rows = shape.at(0) ?? 1;
  const row = Math.floor(found / (data.length / rows));
  throw new NonFiniteError({ ...at, where, row, id: ids?.at(row), value: Math.fround(data[found]) });
}

/** @throws NonFiniteError if outputs contain NaN. Infinite outputs may be intended. */
export function assertNoNaN({ data, shape }: NDArray, { ids }: InputBatch, at: NonFiniteContext): void {
  const found = data.findIndex((value: number) => Number.isNaN(value));
  if (found < 0) return;
  const row = Math.floor(found / (data.length / (shape.at(0) ?? 1)));
  throw new NonFiniteError({ ...at, where: "outputs", row, id: ids?.at(row), value: NaN });
}

function isIntegerArray(data: NDArray["data"]): boolean {
  return /^(Uint|Int|BigInt|BigUint)/.test(Object.prototype.toString.call(data).slice("[object ".length));
}

function firstNonFinite(data: NDArray["data"]): number | undefined {
  const isSingle = data instanceof Float32Array;
  if (isSingle && isFiniteThroughout(data)) return undefined;
  for (let i = 0; i < data.length; i++) {
    const value = isSingle ? data[i] : Math.fround(data[i]);
    if (value - value !== 0) return i;
  }
  return undefined;
}

/** @throws NonFiniteError if a variable contains NaN or an infinity. */
export async function assertFiniteVariables(
  where: "weight" | "statistic" | "update",
  variables: Variables,
  at: NonFiniteContext,
): Promise<void> {
  const found = await findNonFinite([...variables.values()]);
  if (found !== undefined) throw new NonFiniteError({ ...at, where, variable: [...variables.keys()][found] });
}

/**
 * Checks that the weights of a model have no NaN and no infinities.
 *
 * @throws NonFiniteError that names the weight.
 */
export async function assertFiniteModel(model: LayersModel, at: NonFiniteContext): Promise<void> {
  await assertFiniteVariables("weight", allVariables(model), at);
}
