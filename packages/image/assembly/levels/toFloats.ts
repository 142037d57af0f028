/** Sets singles from `to` on to the bytes from `at` to `end`, divided by 255; up to fifteen more are read and written. */
export function toFloats(at: usize, end: usize, to: usize): void {
  for (; at < end; at += 16, to += 64) {
    const bytes = v128.load(at);
    const low = i16x8.extend_low_i8x16_u(bytes);
    const up = i16x8.extend_high_i8x16_u(bytes);
    v128.store(to, unit(i32x4.extend_low_i16x8_u(low)));
    v128.store(to, unit(i32x4.extend_high_i16x8_u(low)), 16);
    v128.store(to, unit(i32x4.extend_low_i16x8_u(up)), 32);
    v128.store(to, unit(i32x4.extend_high_i16x8_u(up)), 48);
  }
}

// @ts-ignore: decorator
@inline
function unit(levels: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(levels), f32x4.splat(<f32>(1.0 / 255.0)));
}
