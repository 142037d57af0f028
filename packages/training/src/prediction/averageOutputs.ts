import { finite, oneOf } from "@tensorloom/core/internal";
import type { NDArray } from "@tensorloom/data";
import { throwWrongType } from "../batch/throwWrongType.ts";
import { normalizedRanks } from "./ranks.ts";

/**
 * How outputs are averaged.
 *
 * @inline
 */
export type Average = "mean" | "geometricMean" | "rankMean";

/** An average whose options are checked. */
export interface ResolvedAverage {
  readonly average: Average;
  /** The weight of each part in the average; the sum is 1. */
  readonly weights: readonly number[];
}

/**
 * Checks the options of an average, and fills in the defaults.
 *
 * @param of - What is averaged, for messages: `"models"`.
 * @throws RangeError if `average` is unknown, or `weights` are not one per part, of at least 0, and not all 0.
 */
export function resolveAverage(
  caller: string,
  average: Average | undefined = "mean",
  weights: readonly number[] | undefined,
  of: { readonly name: string; readonly count: number },
): ResolvedAverage {
  oneOf(`${caller}: average`, average, ["mean", "geometricMean", "rankMean"]);
  if (weights === undefined) return { average, weights: new Array<number>(of.count).fill(1 / of.count) };
  const list: unknown = weights;
  if (!Array.isArray(list)) throwWrongType(`${caller}: weights`, "a list of numbers", list);
  if (weights.length !== of.count)
    throw new RangeError(
      `${caller}: weights must be one per ${of.name}, got ${String(weights.length)} for ${String(of.count)}`,
    );
  for (const [at, weight] of weights.entries()) finite(`${caller}: weights[${String(at)}]`, weight, 0);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) throw new RangeError(`${caller}: weights must not all be 0`);
  return { average, weights: weights.map((weight) => weight / sum) };
}

/**
 * Averages outputs of the same shape.
 *
 * @throws RangeError if a geometric mean meets a negative number.
 */
export function averageOutputs(
  caller: string,
  parts: readonly NDArray<Float32Array>[],
  { average, weights }: ResolvedAverage,
): NDArray<Float32Array> {
  const [{ data: first, shape }] = parts;
  if (average === "geometricMean") return { data: geometricMean(caller, parts, weights), shape };
  const width = first.length / Math.max(1, shape[0]);
  const of = average === "rankMean" ? (data: Float32Array) => normalizedRanks(data, width) : same;
  return { data: Float32Array.from(weightedSum(parts, weights, of)), shape };
}

function same(data: Float32Array): Float32Array {
  return data;
}

/** `sum(weights[i] * of(parts[i]))`, in float64. */
function weightedSum(
  parts: readonly NDArray<Float32Array>[],
  weights: readonly number[],
  of: (data: Float32Array) => Float32Array | Float64Array,
): Float64Array {
  const sum = new Float64Array(parts[0].data.length);
  for (const [part, { data }] of parts.entries()) {
    const [weight, values] = [weights[part], of(data)];
    if (weight === 0) continue; // even an infinity has no share
    for (let i = 0; i < sum.length; i++) sum[i] += weight * values[i];
  }
  return sum;
}

/** The logarithm of the smallest number that float32 can represent, which stands for that of 0 if all classes have 0. */
const LOG_OF_LEAST = Math.log(2 ** -149);

/** The geometric mean. If every row of every part sums to 1, as softmax's do, so does every row of the result. */
function geometricMean(
  caller: string,
  parts: readonly NDArray<Float32Array>[],
  weights: readonly number[],
): Float32Array {
  for (const { data } of parts) {
    const at = data.findIndex((value) => value < 0);
    if (at >= 0)
      throw new RangeError(
        `${caller}: average "geometricMean" needs outputs of at least 0, such as probabilities, got ${String(data[at])}`,
      );
  }
  const classes = parts[0].shape.at(-1) ?? 1;
  const isDistribution =
    parts[0].shape.length > 1 && classes > 1 && parts.every((part) => sumsToOne(part, classes));
  const logs = weightedSum(parts, weights, (data) => logarithms(data));
  if (!isDistribution) return Float32Array.from(logs, (log) => Math.exp(log));
  const floored = weightedSum(parts, weights, (data) => logarithms(data, LOG_OF_LEAST));
  const result = new Float32Array(logs.length);
  for (let from = 0; from < result.length; from += classes) {
    const exact = logs.subarray(from, from + classes);
    const row = exact.every((log) => log === -Infinity) ? floored.subarray(from, from + classes) : exact;
    const most = row.reduce((a, b) => Math.max(a, b));
    const shares = row.map((log) => Math.exp(log - most));
    const sum = shares.reduce((a, b) => a + b);
    for (let i = 0; i < classes; i++) result[from + i] = shares[i] / sum;
  }
  return result;
}

function logarithms(data: Float32Array, least = -Infinity): Float64Array {
  return Float64Array.from(data, (value) => Math.max(least, Math.log(value)));
}

/** Whether all rows along the last axis sum to 1, as far as float32 can say. */
function sumsToOne({ data }: NDArray<Float32Array>, classes: number): boolean {
  for (let from = 0; from < data.length; from += classes) {
    let sum = 0;
    for (let i = 0; i < classes; i++) sum += data[from + i];
    if (!(Math.abs(sum - 1) < 1e-4)) return false;
  }
  return data.length > 0;
}
