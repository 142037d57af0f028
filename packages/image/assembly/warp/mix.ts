/** From 1.5 * 2^23 on, singles are whole: the low bytes of small sums are integers, rounded half to even. */
const WHOLE: f32 = 12582912.0;

/** Mixes four RGB pixels in single precision: upper left and right in bytes 0 to 5, lower in bytes 8 to 13. A byte more is written. */
// @ts-ignore: decorator
@inline
export function mix(pixels: v128, across: v128, down: v128, to: usize): void {
  const one = f32x4.splat(1);
  const near = f32x4.sub(one, across);
  const a = f32x4.convert_i32x4_s(i8x16.swizzle(pixels, i8x16(0, -1, -1, -1, 1, -1, -1, -1, 2, -1, -1, -1, -1, -1, -1, -1)));
  const b = f32x4.convert_i32x4_s(i8x16.swizzle(pixels, i8x16(3, -1, -1, -1, 4, -1, -1, -1, 5, -1, -1, -1, -1, -1, -1, -1)));
  const c = f32x4.convert_i32x4_s(i8x16.swizzle(pixels, i8x16(8, -1, -1, -1, 9, -1, -1, -1, 10, -1, -1, -1, -1, -1, -1, -1)));
  const d = f32x4.convert_i32x4_s(i8x16.swizzle(pixels, i8x16(11, -1, -1, -1, 12, -1, -1, -1, 13, -1, -1, -1, -1, -1, -1, -1)));
  const upper = f32x4.add(f32x4.mul(a, near), f32x4.mul(b, across));
  const lower = f32x4.add(f32x4.mul(c, near), f32x4.mul(d, across));
  const mixed = f32x4.add(f32x4.mul(upper, f32x4.sub(one, down)), f32x4.mul(lower, down));
  const whole = f32x4.add(mixed, f32x4.splat(WHOLE));
  v128.store32_lane(to, i8x16.swizzle(whole, i8x16(0, 4, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)), 0);
}
