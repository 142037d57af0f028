/**
 * The medians of a row: of `size` x `size` values each, whose rows start at the addresses in `rows`.
 *
 * Neighbours across are `step` bytes apart. Sixteen values are computed together, so up to fifteen more than `count`
 * are read and written. There are at most 15 x 15 values, because they are counted in bytes.
 */
export function medianRow(rows: usize, size: i32, step: usize, count: i32, to: usize): void {
  if (size == 3) medianOfNine(rows, step, count, to);
  else search(rows, size, step, count, to);
}

/** By a sorting network: the median of the largest least, the middle median and the least largest of the columns. */
function medianOfNine(rows: usize, step: usize, count: i32, to: usize): void {
  const above: usize = load<u32>(rows);
  const middle: usize = load<u32>(rows, 4);
  const below: usize = load<u32>(rows, 8);
  for (let i = 0; i < count; i += 16) {
    const at: usize = i;
    const a = v128.load(above + at);
    const b = v128.load(middle + at);
    const c = v128.load(below + at);
    const low = i8x16.min_u(a, b);
    const up = i8x16.max_u(a, b);
    const d = v128.load(above + at + step);
    const e = v128.load(middle + at + step);
    const f = v128.load(below + at + step);
    const nextLow = i8x16.min_u(d, e);
    const nextUp = i8x16.max_u(d, e);
    const g = v128.load(above + at + 2 * step);
    const h = v128.load(middle + at + 2 * step);
    const k = v128.load(below + at + 2 * step);
    const lastLow = i8x16.min_u(g, h);
    const lastUp = i8x16.max_u(g, h);
    const least = i8x16.max_u(i8x16.max_u(i8x16.min_u(low, c), i8x16.min_u(nextLow, f)), i8x16.min_u(lastLow, k));
    const largest = i8x16.min_u(i8x16.min_u(i8x16.max_u(up, c), i8x16.max_u(nextUp, f)), i8x16.max_u(lastUp, k));
    const medians = medianOfThree(
      i8x16.max_u(low, i8x16.min_u(up, c)),
      i8x16.max_u(nextLow, i8x16.min_u(nextUp, f)),
      i8x16.max_u(lastLow, i8x16.min_u(lastUp, k)),
    );
    v128.store(to + i, medianOfThree(least, medians, largest));
  }
}

// @ts-ignore: decorator
@inline
function medianOfThree(a: v128, b: v128, c: v128): v128 {
  return i8x16.max_u(i8x16.min_u(a, b), i8x16.min_u(i8x16.max_u(a, b), c));
}

/** Bit by bit: the median is the largest level that more than half of the values reach. */
function search(rows: usize, size: i32, step: usize, count: i32, to: usize): void {
  const half = i8x16.splat(<i8>((size * size) >> 1));
  for (let i = 0; i < count; i += 16) {
    let found = i8x16.splat(0);
    for (let bit = 128; bit > 0; bit >>= 1) {
      const level = v128.or(found, i8x16.splat(<i8>bit));
      let reached = i8x16.splat(0);
      for (let row = 0; row < size; ++row) {
        let at: usize = load<u32>(rows + (row << 2)) + i;
        for (let k = 0; k < size; ++k, at += step)
          reached = i8x16.sub(reached, i8x16.ge_u(v128.load(at), level));
      }
      found = v128.bitselect(level, found, i8x16.gt_u(reached, half));
    }
    v128.store(to + i, found);
  }
}
