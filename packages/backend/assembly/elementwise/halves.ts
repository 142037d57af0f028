/** The largest 16-bit float. A larger number becomes this one. */
const LARGEST: f32 = 65504;
/** The smallest 16-bit float with all 11 digits; smaller ones are multiples of 2^-24. */
const SMALLEST: f32 = 0.00006103515625; // 2^-14
/** Not a number, as a 16-bit float. */
const NO_NUMBER = 0x7e00;
/** Bits of a 32-bit float that a 16-bit float does not have. */
const LOST = 13;
/** How much larger the exponent of the same number is in 32 bits. */
const BIAS = 112 << 23;

/** `count` numbers as 16-bit floats (IEEE 754 binary16), rounded to the nearest, ties to even. */
export function packHalves(x: usize, y: usize, count: i32): void {
  for (; count >= 8; count -= 8, x += 32, y += 16)
    v128.store(y, i16x8.narrow_i32x4_u(toHalves(v128.load(x)), toHalves(v128.load(x, 16))));
  for (; count > 0; count--, x += 4, y += 2) v128.store16_lane(y, toHalves(v128.load32_splat(x)), 0);
}

/** `count` 16-bit floats as numbers. */
export function unpackHalves(x: usize, y: usize, count: i32): void {
  for (; count >= 8; count -= 8, x += 16, y += 32) {
    v128.store(y, fromHalves(v128.load16x4_u(x)));
    v128.store(y, fromHalves(v128.load16x4_u(x, 8)), 16);
  }
  for (; count > 0; count--, x += 2, y += 4)
    v128.store32_lane(y, fromHalves(i32x4.splat(<i32>load<u16>(x))), 0);
}

// @ts-ignore: decorator
@inline
function toHalves(x: v128): v128 {
  const size = f32x4.min(f32x4.abs(x), f32x4.splat(LARGEST));
  // between 0.5 and 1 a 32-bit float has steps of 2^-24, too: the sum is rounded to one of them
  const small = i32x4.sub(f32x4.add(size, f32x4.splat(0.5)), i32x4.splat(0x3f000000));
  const odd = v128.and(i32x4.shr_u(size, LOST), i32x4.splat(1));
  const halfStep = i32x4.splat((1 << (LOST - 1)) - 1 - BIAS);
  const large = i32x4.shr_u(i32x4.add(i32x4.add(size, halfStep), odd), LOST);
  const found = v128.bitselect(small, large, f32x4.lt(size, f32x4.splat(SMALLEST)));
  const half = v128.bitselect(i32x4.splat(NO_NUMBER), found, f32x4.ne(x, x));
  return v128.or(half, v128.and(i32x4.shr_u(x, 16), i32x4.splat(0x8000)));
}

// @ts-ignore: decorator
@inline
function fromHalves(half: v128): v128 {
  const size = v128.and(half, i32x4.splat(0x7fff));
  const small = f32x4.mul(f32x4.convert_i32x4_s(size), f32x4.splat(0.000000059604644775390625)); // 2^-24
  const large = i32x4.add(i32x4.shl(size, LOST), i32x4.splat(BIAS));
  const found = v128.bitselect(small, large, i32x4.lt_s(size, i32x4.splat(1 << 10)));
  const number = v128.bitselect(i32x4.splat(0x7fc00000), found, i32x4.gt_s(size, i32x4.splat(0x7c00)));
  return v128.or(number, i32x4.shl(v128.and(half, i32x4.splat(0x8000)), 16));
}
