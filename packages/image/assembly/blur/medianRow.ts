/**
 * The medians of a row: of `size` x `size` values each, whose rows start at the addresses in `rows`.
 *
 * Neighbours across are `step` bytes apart. Sixteen values are computed together, so up to fifteen more than `count`
 * are read and written. There are at most 15 x 15 values, because they are counted in bytes. `space` has space for three
 * rows of `count` and two steps.
 */
export function medianRow(rows: usize, size: i32, step: usize, count: i32, to: usize, space: usize): void {
  if (size == 3) medianOfNine(rows, step, count, to, space);
  else search(rows, size, step, count, to);
}

/** The median of the largest least, the middle median and the least largest of three columns, each sorted once. */
function medianOfNine(rows: usize, step: usize, count: i32, to: usize, space: usize): void {
  const beside: usize = 2 * step;
  const wide: usize = count + beside;
  const up: usize = (wide + 15) & ~15;
  const top = 2 * up;
  let above: usize = load<u32>(rows);
  let middle: usize = load<u32>(rows, 4);
  let below: usize = load<u32>(rows, 8);
  let at = space;
  let end = space + wide;
  do {
    const a = v128.load(above);
    const b = v128.load(middle);
    const c = v128.load(below);
    const low = i8x16.min_u(a, b);
    const high = i8x16.max_u(a, b);
    const rest = i8x16.min_u(high, c);
    v128.store(at, i8x16.min_u(low, c));
    v128.store(at + up, i8x16.max_u(low, rest));
    v128.store(at + top, i8x16.max_u(high, c));
    above += 16;
    middle += 16;
    below += 16;
    at += 16;
  } while (at < end);
  at = space;
  end = space + count;
  do {
    const least = i8x16.max_u(i8x16.max_u(v128.load(at), v128.load(at + step)), v128.load(at + beside));
    const medians = medianOfThree(v128.load(at + up), v128.load(at + up + step), v128.load(at + up + beside));
    const largest = i8x16.min_u(i8x16.min_u(v128.load(at + top), v128.load(at + top + step)), v128.load(at + top + beside));
    v128.store(to, medianOfThree(least, medians, largest));
    at += 16;
    to += 16;
  } while (at < end);
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
