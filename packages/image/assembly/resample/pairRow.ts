import { pairPixel } from "./pairPixel";

/**
 * A row of pixels of 3 or 4 bytes, each between two of the row `upper` and two of `lower`, as resamplePairs.ts mixes.
 *
 * `near` and `far` hold the offsets of the neighbours, which are next to each other or the same, `nearWeights` and
 * `farWeights` doubles, and `shares` both times -2^15 in 16 bits each. A pixel whose value may be within `margin` of a
 * half, the boundary of a byte, is computed in double precision. Five bytes more are read, and one is written.
 */
export function pairRow(upper: usize, lower: usize, near: usize, far: usize, nearWeights: usize, farWeights: usize, shares: usize, upperWeight: f64, lowerWeight: f64, margin: f32, channels: i32, count: i32, to: usize): void {
  const nothing = <i32>(count < 0); // 0, which the compiler does not know: see simd/rgb.ts
  const above = f32x4.splat(<f32>(upperWeight / -32768));
  const below = f32x4.splat(<f32>(lowerWeight / -32768));
  const whole = f32x4.splat(12582912 + <f32>nothing); // singles from 1.5 * 2^23 on are whole, with an integer in the low byte
  const error = f32x4.splat(margin);
  const bytes = v128.or(i8x16(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1), i32x4.splat(nothing));
  const neighbours = channels == 3
    ? i8x16(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1)
    : i8x16(0, -1, 4, -1, 1, -1, 5, -1, 2, -1, 6, -1, 3, -1, 7, -1);
  let x: usize = 0;
  do {
    const left: usize = load<u32>(near + (x << 2));
    const share = v128.load32_splat(shares + (x << 2));
    const upperSum = i32x4.dot_i16x8_s(i8x16.swizzle(v128.load64_zero(upper + left), neighbours), share);
    const lowerSum = i32x4.dot_i16x8_s(i8x16.swizzle(v128.load64_zero(lower + left), neighbours), share);
    const value = f32x4.add(f32x4.mul(above, f32x4.convert_i32x4_s(upperSum)), f32x4.mul(below, f32x4.convert_i32x4_s(lowerSum)));
    const level = f32x4.add(f32x4.add(value, error), whole);
    if (v128.any_true(v128.xor(level, f32x4.add(f32x4.sub(value, error), whole))))
      pairPixel(upper, lower, left, load<u32>(far + (x << 2)), load<f64>(nearWeights + (x << 3)), load<f64>(farWeights + (x << 3)), upperWeight, lowerWeight, to);
    else v128.store32_lane(to, i8x16.swizzle(level, bytes), 0);
    to += channels;
    ++x;
  } while (x < <usize>count);
}
