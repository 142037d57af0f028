import type { AnyValues } from "./valueBuffer.ts";

/**
 * Pads rows of different lengths to one length.
 *
 * @param ends - The end of each row in `values`.
 * @param width - The number of values of each padded row.
 * @param filler - An array of the same type; its first value is the padding.
 */
export function padRows(
  values: AnyValues,
  ends: ArrayLike<number>,
  width: number,
  filler: AnyValues,
): AnyValues {
  const count = ends.length * width;
  if (!ArrayBuffer.isView(values)) {
    const all = Array.from({ length: count }, () => filler[0]);
    eachRow(ends, (from, to, row) => {
      for (let i = from; i < to; i++) all[row * width + i - from] = values[i];
    });
    return all as AnyValues; // strings or bytes, like `values` and `filler`
  }
  const same = values as Float32Array; // any typed array: only methods that all have are called
  const all = new (same.constructor as Float32ArrayConstructor)(count);
  if (filler[0] !== all[0]) all.fill(filler[0] as number);
  eachRow(ends, (from, to, row) => all.set(same.subarray(from, to), row * width));
  return all;
}

function eachRow(ends: ArrayLike<number>, visit: (from: number, to: number, row: number) => void): void {
  let from = 0;
  for (let row = 0; row < ends.length; row++) {
    if (ends[row] > from) visit(from, ends[row], row);
    from = ends[row];
  }
}

/** The maximum of some lengths; 0 without any. */
export function longestRow(lengths: readonly number[]): number {
  return lengths.reduce((most, one) => Math.max(most, one), 0);
}
