/**
 * Sums of bytes at several addresses, each times a single: `count` singles at `to`.
 *
 * The terms are added in order. Sixteen sums are computed together, so up to fifteen more are read and written.
 */
export function sumRows(rows: usize, weights: usize, terms: i32, count: i32, to: usize): void {
  const end: usize = terms << 2;
  for (let i: usize = 0; i < <usize>count; i += 16, to += 64) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (let k: usize = 0; k < end; k += 4) {
      const bytes = v128.load(<usize>load<u32>(rows + k) + i);
      const weight = v128.load32_splat(weights + k);
      const low = i16x8.extend_low_i8x16_u(bytes);
      const up = i16x8.extend_high_i8x16_u(bytes);
      a = f32x4.add(a, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low))));
      b = f32x4.add(b, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low))));
      c = f32x4.add(c, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(up))));
      d = f32x4.add(d, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(up))));
    }
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
}
