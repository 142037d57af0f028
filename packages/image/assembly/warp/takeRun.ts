import { ACROSS, DOWN } from "./places";

/** Writes the RGB pixels of a run from their places, which are inside; up to four bytes more are written. */
export function takeRun(from: usize, stride: usize, space: usize, count: i32, isNearest: i32, to: usize): void {
  if (isNearest) {
    takeNearestRun(from, space, count, to);
    return;
  }
  const nothing = <i32>(count < 0); // 0, which the compiler does not know: see simd/rgb.ts
  const leftMask = v128.or(i8x16(0, -1, -1, -1, 1, -1, -1, -1, 2, -1, -1, -1, -1, -1, -1, -1), i32x4.splat(nothing));
  const rightMask = v128.or(i8x16(3, -1, -1, -1, 4, -1, -1, -1, 5, -1, -1, -1, -1, -1, -1, -1), i32x4.splat(nothing));
  const join = joinMask(nothing);
  const one = f32x4.splat(1 + <f32>nothing);
  const whole = f32x4.splat(WHOLE + <f32>nothing);
  const end = to + 3 * count;
  let places = space;
  do {
    const at = from + load<u32>(places);
    const above = v128.load64_zero(at);
    const below = v128.load64_zero(at + stride);
    const mixed = mix(taken(above, leftMask), taken(above, rightMask), taken(below, leftMask), taken(below, rightMask), space, one);
    v128.store32_lane(to, i8x16.swizzle(f32x4.add(mixed, whole), join), 0);
    places += 8;
    space += 4;
    to += 3;
  } while (to < end);
}

/** From 1.5 * 2^23 on, singles are whole: the low bytes of small sums are integers, rounded half to even. */
export const WHOLE: f32 = 12582912;

/** Writes RGB pixels from their offsets. */
export function takeNearestRun(from: usize, space: usize, count: i32, to: usize): void {
  const end = to + 3 * count;
  do {
    const places = v128.load(space);
    const one = load<u32>(from + i32x4.extract_lane(places, 0));
    const other = load<u32>(from + i32x4.extract_lane(places, 2));
    store<u32>(to, one);
    store<u32>(to, other, 3);
    space += 16;
    to += 6;
  } while (to < end);
}

/** The mask that joins the low bytes of a pixel. */
// @ts-ignore: decorator
@inline
export function joinMask(nothing: i32): v128 {
  return v128.or(i8x16(0, 4, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1), i32x4.splat(nothing));
}

/** The bytes of a pixel as singles. */
// @ts-ignore: decorator
@inline
export function taken(pixels: v128, mask: v128): v128 {
  return f32x4.convert_i32x4_s(i8x16.swizzle(pixels, mask));
}

/** Mixes four pixels, the upper left and right and the lower, by the shares of a place. */
// @ts-ignore: decorator
@inline
export function mix(a: v128, b: v128, c: v128, d: v128, space: usize, one: v128): v128 {
  const across = v128.load32_splat(space, ACROSS);
  const down = v128.load32_splat(space, DOWN);
  const near = f32x4.sub(one, across);
  const upper = f32x4.add(f32x4.mul(a, near), f32x4.mul(b, across));
  const lower = f32x4.add(f32x4.mul(c, near), f32x4.mul(d, across));
  return f32x4.add(f32x4.mul(upper, f32x4.sub(one, down)), f32x4.mul(lower, down));
}
