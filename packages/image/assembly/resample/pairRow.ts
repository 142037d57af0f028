import { pairPixel } from "./pairPixel";

/**
 * A row of pixels of 3 or 4 bytes, each between two of the row `upper` and two of `lower`, as resamplePairs.ts mixes.
 *
 * `near` and `far` hold the offsets of the neighbours, `nearWeights` and `farWeights` doubles, and `singles` the same
 * weights in single precision, first all of the near ones. A pixel whose value may be within `margin` of a half, the
 * boundary of a byte, is computed in double precision. A byte more is read and written.
 */
export function pairRow(upper: usize, lower: usize, near: usize, far: usize, nearWeights: usize, farWeights: usize, singles: usize, upperWeight: f64, lowerWeight: f64, margin: f32, channels: i32, count: i32, to: usize): void {
  const none = <f32>(<i32>(count < 0)); // 0, which the compiler does not know: see simd/rgb.ts
  const above = f32x4.splat(<f32>upperWeight);
  const below = f32x4.splat(<f32>lowerWeight);
  const whole = f32x4.splat(12582912 + none); // singles from 1.5 * 2^23 on are whole, with an integer in the low byte
  const error = f32x4.splat(margin);
  const bytes = v128.or(i8x16(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1), i32x4.splat(<i32>none));
  const other = singles + (count << 2);
  let x: usize = 0;
  do {
    const left: usize = load<u32>(near + (x << 2));
    const right: usize = load<u32>(far + (x << 2));
    const leftValue = f32x4.add(f32x4.mul(above, pixel(upper + left)), f32x4.mul(below, pixel(lower + left)));
    const rightValue = f32x4.add(f32x4.mul(above, pixel(upper + right)), f32x4.mul(below, pixel(lower + right)));
    const value = f32x4.add(
      f32x4.mul(v128.load32_splat(singles + (x << 2)), leftValue),
      f32x4.mul(v128.load32_splat(other + (x << 2)), rightValue),
    );
    const level = f32x4.add(f32x4.add(value, error), whole);
    if (v128.any_true(v128.xor(level, f32x4.add(f32x4.sub(value, error), whole))))
      pairPixel(upper, lower, left, right, load<f64>(nearWeights + (x << 3)), load<f64>(farWeights + (x << 3)), upperWeight, lowerWeight, to);
    else v128.store32_lane(to, i8x16.swizzle(level, bytes), 0);
    to += channels;
    ++x;
  } while (x < <usize>count);
}

// @ts-ignore: decorator
@inline
function pixel(at: usize): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at))));
}
