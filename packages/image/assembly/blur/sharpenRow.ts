/**
 * A row of bytes blended with its smooth version, as sharpen.ts does.
 *
 * `above`, `at` and `below` are the addresses of the first value that has neighbours `step` bytes apart on both sides.
 * Up to fifteen more than `count` are written.
 */
export function sharpenRow(above: usize, at: usize, below: usize, step: usize, count: i32, factor: f32, to: usize): void {
  const nothing = <i32>(count < 0); // 0, which the compiler does not know: see simd/rgb.ts
  const one = i16x8.splat(<i16>(1 + nothing));
  const thirteenth = i16x8.splat(<i16>(1260 + nothing));
  const share = f32x4.splat(factor);
  const most = f32x4.splat(255 + <f32>nothing);
  const whole = f32x4.splat(8388608 + <f32>nothing); // singles from 2^23 on are whole
  let i: usize = 0;
  do {
    const middle = v128.load8x8_u(at + i);
    const upper = i16x8.add(v128.load8x8_u(above + i - step), i16x8.add(v128.load8x8_u(above + i), v128.load8x8_u(above + i + step)));
    const lower = i16x8.add(v128.load8x8_u(below + i - step), i16x8.add(v128.load8x8_u(below + i), v128.load8x8_u(below + i + step)));
    const beside = i16x8.add(v128.load8x8_u(at + i - step), v128.load8x8_u(at + i + step));
    const five = i16x8.add(middle, i16x8.shl(middle, 2));
    const sum = i16x8.add(i16x8.add(upper, lower), i16x8.add(beside, five));
    // 1260 / 2^15 is near a 26th: this is the nearest whole number to sum / 13, for all sums up to 13 * 255.
    const smooth = i16x8.q15mulr_sat_s(i16x8.add(i16x8.shl(sum, 1), one), thirteenth);
    const difference = i16x8.sub(middle, smooth);
    const low = blended(i32x4.extend_low_i16x8_s(smooth), i32x4.extend_low_i16x8_s(difference), share, most, whole);
    const up = blended(i32x4.extend_high_i16x8_s(smooth), i32x4.extend_high_i16x8_s(difference), share, most, whole);
    const words = i16x8.narrow_i32x4_s(low, up);
    v128.store64_lane(to + i, i8x16.narrow_i16x8_u(words, words), 0);
    i += 8;
  } while (i < <usize>count);
}

/** In single precision, clipped and truncated. */
// @ts-ignore: decorator
@inline
function blended(smooth: v128, difference: v128, share: v128, most: v128, whole: v128): v128 {
  const sum = f32x4.add(f32x4.convert_i32x4_s(smooth), f32x4.mul(share, f32x4.convert_i32x4_s(difference)));
  const level = f32x4.floor(f32x4.pmin(most, f32x4.pmax(f32x4.splat(0), sum))); // 0 if it is not a number
  return v128.xor(f32x4.add(level, whole), whole);
}
