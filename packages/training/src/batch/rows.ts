import { sizeOf } from "@tensorloom/core/internal";
import type { NDArray } from "@tensorloom/data";
import type { Batch, InputBatch } from "./batch.ts";

/** Returns some rows of an array, as a view of its memory. */
export function sliceRows({ data, shape: [of, ...row] }: NDArray, from: number, rows: number): NDArray {
  const width = data.length / of;
  return { data: data.subarray(from * width, (from + rows) * width), shape: [rows, ...row] };
}

/** Counts the rows of a batch; `undefined` if its arrays disagree, or their lengths do not match their shapes. */
export function countRows(batch: InputBatch & Partial<Batch>): number | undefined {
  const { inputs, targets, weights } = batch;
  const arrays = [...("shape" in inputs ? [inputs] : inputs), targets, weights].filter(
    (one) => one !== undefined,
  );
  const rows = arrays.at(0)?.shape.at(0);
  const isEven = (one: NDArray): boolean => one.shape.at(0) === rows && one.data.length === sizeOf(one.shape);
  return rows !== undefined && rows > 0 && arrays.every(isEven) ? rows : undefined;
}

/** Splits a batch into parts of at most `maxRows` rows and about equal size. The parts share its memory. */
export function splitRows<B extends InputBatch & Partial<Batch>>(
  batch: B,
  rows: number,
  maxRows: number,
): readonly B[] {
  const parts = Math.ceil(rows / maxRows);
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * rows) / parts);
    const count = Math.floor(((part + 1) * rows) / parts) - from;
    return cutRows(batch, from, count);
  });
}

/** Returns some rows of a batch, which share its memory. */
export function cutRows<B extends InputBatch & Partial<Batch>>(batch: B, from: number, count: number): B {
  const cut = (array: NDArray): NDArray => sliceRows(array, from, count);
  const { inputs, targets, weights, ids } = batch;
  return {
    ...batch,
    inputs: "shape" in inputs ? cut(inputs) : inputs.map(cut),
    ...(targets === undefined ? {} : { targets: cut(targets) }),
    ...(weights === undefined ? {} : { weights: cut(weights) }),
    ...(ids === undefined ? {} : { ids: ids.slice(from, from + count) }),
  };
}

/** Concatenates the rows of several arrays. */
export function concatenateRows(parts: readonly NDArray[]): NDArray<Float32Array> {
  const data = new Float32Array(parts.reduce((size, part) => size + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  const rows = parts.reduce((sum, { shape }) => sum + shape[0], 0);
  return { data, shape: [rows, ...parts[0].shape.slice(1)] };
}
