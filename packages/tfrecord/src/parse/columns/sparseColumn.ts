import type { Column } from "./column.ts";
import type { ParseIssue } from "../../wire/exampleError.ts";
import type { FeatureSlot } from "../../example/featureFinder.ts";
import { wrongIndex } from "../specs/parseIssues.ts";
import type { Sparse, SparseFeature } from "../specs/sparse.ts";
import type { AnyValues } from "./valueBuffer.ts";
import { rowValues, lastRowLength } from "./variableColumn.ts";

/** The column of a {@link SparseFeature}: `indices` holds the row, then the row's own indices. */
export function sparseColumn(spec: SparseFeature, slots: (key: string) => FeatureSlot, rows: number): Column {
  const { size, indexKeys, valueKey } = spec;
  const values = rowValues(spec, slots(valueKey), rows);
  const indices = indexKeys.map((key) => rowValues({ dtype: "int64", as: "bigint" }, slots(key), rows));

  function check(issues: ParseIssue[]): void {
    const count = lastRowLength(values.ends);
    indices.forEach((column, axis) => {
      const found = lastRowLength(column.ends);
      const what = `holds ${String(found)} indices for the ${String(count)} values of ${valueKey}.`;
      if (found !== count) issues.push(wrongIndex(indexKeys[axis], what));
      for (const index of asBigInts(column.last()))
        if (index < 0n || index >= BigInt(size[axis]))
          issues.push(wrongIndex(indexKeys[axis], describeOutside(index, size[axis])));
    });
  }

  function together(leading: 0 | 1): Sparse<AnyValues> {
    const rank = size.length + leading;
    const places = new Int32Array(rank * values.total);
    const order = Array.from({ length: values.total }, (_, i) => i);
    indices.forEach((column, axis) => {
      asBigInts(column.all()).forEach((index, i) => (places[rank * i + leading + axis] = Number(index)));
    });
    if (leading === 1)
      values.ends.forEach((end, row) => fillRows(places, rank, row, values.ends[row - 1] ?? 0, end));
    if (!spec.sorted) order.sort((a, b) => compare(places, rank, a, b));
    const denseShape = leading === 1 ? [values.ends.length, ...size] : size;
    return {
      values: reorder(values.all(), order),
      indices: reorderRows(places, rank, order),
      denseShape,
    };
  }

  return {
    add(issues) {
      const before = issues.length;
      values.add(issues);
      for (const one of indices) one.add(issues);
      if (issues.length === before) check(issues);
    },
    batch: () => together(1),
    single: () => together(0),
  };
}

function asBigInts(indices: AnyValues): BigInt64Array {
  return indices as BigInt64Array; // rowValues reads int64 as bigint here
}

function describeOutside(index: bigint, size: number): string {
  return `holds the index ${String(index)}, which is not in 0..${String(size - 1)}.`;
}

function fillRows(places: Int32Array, rank: number, row: number, from: number, to: number): void {
  for (let i = from; i < to; i++) places[rank * i] = row;
}

function compare(places: Int32Array, rank: number, a: number, b: number): number {
  for (let axis = 0; axis < rank; axis++) {
    const difference = places[rank * a + axis] - places[rank * b + axis];
    if (difference !== 0) return difference;
  }
  return a - b;
}

function reorder(values: AnyValues, order: readonly number[]): AnyValues {
  if (Array.isArray(values)) return order.map((i) => values[i] as never); // strings or bytes, as before
  // the same type of array, in the new order
  const sorted = (values as Float32Array).slice();
  order.forEach((from, to) => (sorted[to] = (values as Float32Array)[from]));
  return sorted;
}

function reorderRows(places: Int32Array, rank: number, order: readonly number[]): Int32Array {
  const sorted = new Int32Array(places.length);
  order.forEach((from, to) => sorted.set(places.subarray(rank * from, rank * from + rank), rank * to));
  return sorted;
}
