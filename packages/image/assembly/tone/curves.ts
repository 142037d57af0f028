/** From 1.5 * 2^23 on, singles are whole. */
export const WHOLE: f32 = 12582912;
/** The bits of that number: a whole number more is so much larger. */
export const WHOLE_BITS: usize = 0x4b400000;

/** Tables of singles, one after the other: linear light, moved f and its light for 256 levels each, and then f. */
export const LIGHTS: usize = 0;
export const MOVED: usize = 1024;
export const NEW_LIGHTS: usize = 2048;
const CURVE: usize = 3072;

/** The entries of a table of singles for the levels at four addresses. */
// @ts-ignore: decorator
@inline
export function entries(table: usize, at: usize, step: usize): v128 {
  let found = v128.load32_zero(table + (<usize>load<u8>(at) << 2));
  found = v128.load32_lane(table + (<usize>load<u8>(at + step) << 2), found, 1);
  found = v128.load32_lane(table + (<usize>load<u8>(at + 2 * step) << 2), found, 2);
  return v128.load32_lane(table + (<usize>load<u8>(at + 3 * step) << 2), found, 3);
}

/** The function of CIE L*a*b* of four numbers from 0 to 1, between the values of the table. */
// @ts-ignore: decorator
@inline
export function curve(tables: usize, t: v128, whole: v128): v128 {
  const place = f32x4.mul(t, f32x4.splat(4096));
  const below = f32x4.floor(place);
  const at = i32x4.add(i32x4.shl(f32x4.add(below, whole), 2), i32x4.splat(<i32>(tables + CURVE - (WHOLE_BITS << 2))));
  const low = v128.load64_lane(i32x4.extract_lane(at, 1), v128.load64_zero(i32x4.extract_lane(at, 0)), 1);
  const up = v128.load64_lane(i32x4.extract_lane(at, 3), v128.load64_zero(i32x4.extract_lane(at, 2)), 1);
  const value = i32x4.shuffle(low, up, 0, 2, 4, 6);
  const next = i32x4.shuffle(low, up, 1, 3, 5, 7);
  return f32x4.add(value, f32x4.mul(f32x4.sub(place, below), f32x4.sub(next, value)));
}

/** A weighted sum of red, green and blue. */
// @ts-ignore: decorator
@inline
export function sumOf(red: v128, green: v128, blue: v128, redShare: f32, greenShare: f32, blueShare: f32): v128 {
  const two = f32x4.add(f32x4.mul(red, f32x4.splat(redShare)), f32x4.mul(green, f32x4.splat(greenShare)));
  return f32x4.add(two, f32x4.mul(blue, f32x4.splat(blueShare)));
}
