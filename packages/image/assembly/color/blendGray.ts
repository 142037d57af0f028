import { greenTwiceMask, greenWeights, redAndBlueMask, redAndBlueWeights, weighted } from "./pillowGray";

/** A factor of so much moves every level that is not gray beyond all levels. */
const MOST_FACTOR: f32 = 1024;

/** Blends RGB bytes from `at` to `end` with their gray, in place and in fours, as `saturate` of blend.ts does. */
export function blendGray(at: usize, end: usize, factor: f32): void {
  const nothing = <i32>(at > end); // 0, which the compiler does not know: see simd/rgb.ts
  const redAndBlue = redAndBlueMask(nothing);
  const greenTwice = greenTwiceMask(nothing);
  const join = v128.or(i8x16(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11, -1, -1, -1, -1), i32x4.splat(nothing));
  const word = i32x4.splat(0xffff + nothing);
  const whole = f32x4.splat(12582912 + <f32>nothing); // 1.5 * 2^23: singles from there on are whole
  const ofRedAndBlue = redAndBlueWeights(nothing);
  const ofGreen = greenWeights(nothing);
  const half = i32x4.splat(0x8000 + nothing);
  const share = f32x4.splat(min(max(factor, -MOST_FACTOR), MOST_FACTOR));
  do {
    const pixels = v128.load(at);
    const pair = i8x16.swizzle(pixels, redAndBlue);
    const greens = i8x16.swizzle(pixels, greenTwice);
    const gray = f32x4.convert_i32x4_s(i32x4.shr_u(weighted(pair, greens, ofRedAndBlue, ofGreen, half), 16));
    const red = blended(gray, v128.and(pair, word), share, whole);
    const green = blended(gray, v128.and(greens, word), share, whole);
    const blue = blended(gray, i32x4.shr_u(pair, 16), share, whole);
    const bytes = i8x16.swizzle(i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(red, green), i16x8.narrow_i32x4_s(blue, blue)), join);
    v128.store64_lane(at, bytes, 0);
    v128.store32_lane(at, bytes, 2, 8);
    at += 12;
  } while (at < end);
}

/** In single precision and truncated: an integer. */
// @ts-ignore: decorator
@inline
function blended(gray: v128, level: v128, share: v128, whole: v128): v128 {
  const difference = f32x4.sub(f32x4.convert_i32x4_s(level), gray);
  const sum = f32x4.add(gray, f32x4.mul(share, difference));
  return i32x4.sub(f32x4.add(f32x4.floor(sum), whole), whole);
}
