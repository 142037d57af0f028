/** Converts `count` bytes to singles; up to fifteen more are read and written. */
export function toSingles(from: usize, count: i32, to: usize): void {
  const end = from + count;
  do {
    const low = v128.load8x8_u(from);
    const up = v128.load8x8_u(from, 8);
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low)));
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low)), 16);
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(up)), 32);
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(up)), 48);
    from += 16;
    to += 64;
  } while (from < end);
}

/**
 * Sums of singles at several addresses, each times a single: `count` singles at `to`.
 *
 * The terms are added in order. 32 sums are computed together, so up to 31 more are read and written.
 */
export function sumSingles(rows: usize, weights: usize, terms: i32, count: i32, to: usize): void {
  const end: usize = terms << 2;
  const last = to + (count << 2);
  let i: usize = 0;
  do {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    let h = a;
    let k: usize = 0;
    do {
      const at = <usize>load<u32>(rows + k) + i;
      const weight = v128.load32_splat(weights + k);
      a = f32x4.add(a, f32x4.mul(weight, v128.load(at)));
      b = f32x4.add(b, f32x4.mul(weight, v128.load(at, 16)));
      c = f32x4.add(c, f32x4.mul(weight, v128.load(at, 32)));
      d = f32x4.add(d, f32x4.mul(weight, v128.load(at, 48)));
      e = f32x4.add(e, f32x4.mul(weight, v128.load(at, 64)));
      f = f32x4.add(f, f32x4.mul(weight, v128.load(at, 80)));
      g = f32x4.add(g, f32x4.mul(weight, v128.load(at, 96)));
      h = f32x4.add(h, f32x4.mul(weight, v128.load(at, 112)));
      k += 4;
    } while (k < end);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
    v128.store(to, e, 64);
    v128.store(to, f, 80);
    v128.store(to, g, 96);
    v128.store(to, h, 112);
    to += 128;
    i += 128;
  } while (to < last);
}
