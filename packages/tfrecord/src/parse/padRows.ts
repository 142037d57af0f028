import type { AnyValues } from "./valueBuffer.ts";

/**
 * Rows of different lengths, one behind the other, filled up to one length.
 *
 * @param ends - Where each row ends in `values`.
 * @param width - How many values each row is to have.
 * @param filler - An array of the same kind: its first value fills the rows up.
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
    return all as AnyValues; // strings or bytes, as `values` and `filler` are
  }
  const same = values as Float32Array; // or another typed array: whichever it is, it is asked only for what all have
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

/** The largest of some lengths; 0 of none. */
export function longestRow(lengths: readonly number[]): number {
  return lengths.reduce((most, one) => Math.max(most, one), 0);
}
