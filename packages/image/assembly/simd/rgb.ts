/** The bytes of four RGB pixels from an address on; sixteen bytes are read. */
// @ts-ignore: decorator
@inline
export function loadFour(at: usize): v128 {
  return v128.load(at);
}

/** Four pixels' red as 32-bit integers. */
// @ts-ignore: decorator
@inline
export function redOf(pixels: v128): v128 {
  return i8x16.shuffle(pixels, i64x2.splat(0), 0, 16, 16, 16, 3, 16, 16, 16, 6, 16, 16, 16, 9, 16, 16, 16);
}

/** Four pixels' green as 32-bit integers. */
// @ts-ignore: decorator
@inline
export function greenOf(pixels: v128): v128 {
  return i8x16.shuffle(pixels, i64x2.splat(0), 1, 16, 16, 16, 4, 16, 16, 16, 7, 16, 16, 16, 10, 16, 16, 16);
}

/** Four pixels' blue as 32-bit integers. */
// @ts-ignore: decorator
@inline
export function blueOf(pixels: v128): v128 {
  return i8x16.shuffle(pixels, i64x2.splat(0), 2, 16, 16, 16, 5, 16, 16, 16, 8, 16, 16, 16, 11, 16, 16, 16);
}

/** Writes four RGB pixels of 32-bit integers in 0..255: twelve bytes. */
// @ts-ignore: decorator
@inline
export function storeFour(to: usize, red: v128, green: v128, blue: v128): void {
  const whole = v128.or(red, v128.or(i32x4.shl(green, 8), i32x4.shl(blue, 16)));
  const packed = i8x16.shuffle(whole, whole, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0);
  v128.store64_lane(to, packed, 0);
  v128.store32_lane(to, packed, 2, 8);
}

/** Two low lanes of singles as doubles, rounded to single precision. */
// @ts-ignore: decorator
@inline
export function rounded(x: v128): v128 {
  return f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(x));
}

/** Lanes 2 and 3 in lanes 0 and 1. */
// @ts-ignore: decorator
@inline
export function high(x: v128): v128 {
  return i64x2.shuffle(x, x, 1, 1);
}

/** Lanes 0 and 1 of both. */
// @ts-ignore: decorator
@inline
export function combined(low: v128, high: v128): v128 {
  return i64x2.shuffle(low, high, 0, 2);
}

/**
 * The mask that spreads the bytes of four RGB pixels over 32 bits each.
 *
 * `nothing` is 0, but the compiler must not know it: V8 builds a constant vector, as those of shuffles are, in five
 * instructions each time, and keeps what it does not know in a register.
 */
// @ts-ignore: decorator
@inline
export function spreadMask(nothing: i32): v128 {
  return v128.or(i8x16(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1), i32x4.splat(nothing));
}

/** The mask that joins the three low bytes of four 32-bit integers again. */
// @ts-ignore: decorator
@inline
export function joinMask(nothing: i32): v128 {
  return v128.or(i8x16(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1), i32x4.splat(nothing));
}

/** From 2^23 on, singles are whole: the low byte of a small one plus this is an integer. */
// @ts-ignore: decorator
@inline
export function wholeFrom(nothing: f32): v128 {
  return f32x4.splat(8388608 + nothing);
}

/** Writes four RGB pixels: the low bytes of the lanes of whole singles. */
// @ts-ignore: decorator
@inline
export function storeWhole(to: usize, red: v128, green: v128, blue: v128, byte: v128, join: v128): void {
  const pair = v128.or(v128.and(red, byte), i32x4.shl(v128.and(green, byte), 8));
  const packed = i8x16.swizzle(v128.or(pair, i32x4.shl(blue, 16)), join);
  v128.store64_lane(to, packed, 0);
  v128.store32_lane(to, packed, 2, 8);
}
