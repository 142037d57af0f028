/** Returns up to `count` of some rows, evenly spaced over all of them. */
export function spreadRows(rows: readonly number[], count: number): readonly number[] {
  const length = Math.min(count, rows.length);
  return Array.from({ length }, (_, index) => rows[Math.floor((index * rows.length) / length)]);
}
