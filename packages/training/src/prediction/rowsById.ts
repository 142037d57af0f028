import type { NDArray } from "@tensorloom/data";
import { listIds } from "./predictions.ts";

/**
 * The row of each id.
 *
 * @throws RangeError if an id is repeated.
 */
export function numberIds(name: string, ids: readonly string[]): ReadonlyMap<string, number> {
  const rows = new Map(ids.map((id, row) => [id, row]));
  if (rows.size === ids.length) return rows;
  const repeated = new Set(ids.filter((id, row) => rows.get(id) !== row));
  throw new RangeError(`${name} must be different, got more than once: ${listIds([...repeated])}`);
}

/** Copies some rows of an array, in this order. */
export function takeRows(
  { data, shape: [of, ...row] }: NDArray<Float32Array>,
  rows: readonly number[],
): NDArray<Float32Array> {
  const width = of === 0 ? 0 : data.length / of;
  const taken = new Float32Array(rows.length * width);
  for (const [at, from] of rows.entries())
    taken.set(data.subarray(from * width, (from + 1) * width), at * width);
  return { data: taken, shape: [rows.length, ...row] };
}
