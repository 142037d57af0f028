import { blend } from "../color/blendGray";

/**
 * A row of bytes blended with its smooth version, as sharpen.ts does.
 *
 * `above`, `at` and `below` are the addresses of the first value that has neighbours `step` bytes apart on both sides.
 * Up to fifteen more than `count` are written.
 */
export function sharpenRow(above: usize, at: usize, below: usize, step: usize, count: i32, factor: f32, to: usize): void {
  for (let i: usize = 0; i < <usize>count; i += 8) {
    const middle = v128.load8x8_u(at + i);
    let around = i16x8.add(v128.load8x8_u(above + i - step), i16x8.add(v128.load8x8_u(above + i), v128.load8x8_u(above + i + step)));
    around = i16x8.add(around, i16x8.add(v128.load8x8_u(below + i - step), i16x8.add(v128.load8x8_u(below + i), v128.load8x8_u(below + i + step))));
    around = i16x8.add(around, i16x8.add(v128.load8x8_u(at + i - step), v128.load8x8_u(at + i + step)));
    const sum = i16x8.add(around, i16x8.mul(middle, i16x8.splat(5)));
    const twice = i16x8.add(i16x8.shl(sum, 1), i16x8.splat(13));
    const low = blend(smooth(i32x4.extend_low_i16x8_u(twice)), i32x4.extend_low_i16x8_u(middle), factor);
    const up = blend(smooth(i32x4.extend_high_i16x8_u(twice)), i32x4.extend_high_i16x8_u(middle), factor);
    const words = i16x8.narrow_i32x4_s(low, up);
    v128.store64_lane(to + i, i8x16.narrow_i16x8_u(words, words), 0);
  }
}

/** The whole part of a number below 2^15 divided by 26. */
// @ts-ignore: decorator
@inline
function smooth(twice: v128): v128 {
  return i32x4.shr_u(i32x4.mul(twice, i32x4.splat(80660)), 21);
}
