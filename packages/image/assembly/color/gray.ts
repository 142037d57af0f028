import { spreadMask } from "../simd/rgb";
import { grayExactly } from "./grayExactly";

/**
 * More than the error of a sum of 24 fractional bits: it is 1 to 1,629 too small, of all colours but black.
 *
 * So black is 0 and is not near the next level.
 */
const MARGIN = 2048;
/** The weights, times 255.5 / 255 and rounded down. */
const RED = 5024541;
const GREEN = 9867534;
const BLUE = 1916352;

/**
 * The luma of RGB bytes from `at` to `end`, in sixteens, with the bytes of `grayExactly`.
 *
 * It sums in whole numbers with 24 fractional bits. Sixteen pixels with a sum very near a whole level, one in a
 * thousand, are computed exactly. Up to fifteen more than asked for are written.
 */
export function gray(at: usize, end: usize, to: usize): void {
  const nothing = <i32>(at > end);
  const spread = spreadMask(nothing);
  // (G + 256 B) and (R + 256 G + 65536 B) take the place of G and R: what is too much wraps around.
  const red = i32x4.splat(RED + nothing);
  const green = i32x4.splat(GREEN - 256 * RED + nothing);
  const blue = i32x4.splat(BLUE - 256 * GREEN + nothing);
  const near = i32x4.splat(-(MARGIN << 8) + nothing);
  do {
    const a = sumOf(i8x16.swizzle(v128.load(at), spread), red, green, blue);
    const b = sumOf(i8x16.swizzle(v128.load(at, 12), spread), red, green, blue);
    const c = sumOf(i8x16.swizzle(v128.load(at, 24), spread), red, green, blue);
    const d = sumOf(i8x16.swizzle(v128.load(at, 36), spread), red, green, blue);
    const most = i32x4.max_u(i32x4.max_u(i32x4.shl(a, 8), i32x4.shl(b, 8)), i32x4.max_u(i32x4.shl(c, 8), i32x4.shl(d, 8)));
    if (v128.any_true(i32x4.ge_u(most, near))) grayExactly(at, at + 48, to);
    else {
      const low = i16x8.narrow_i32x4_s(i32x4.shr_u(a, 24), i32x4.shr_u(b, 24));
      v128.store(to, i8x16.narrow_i16x8_u(low, i16x8.narrow_i32x4_s(i32x4.shr_u(c, 24), i32x4.shr_u(d, 24))));
    }
    at += 48;
    to += 16;
  } while (at < end);
}

// @ts-ignore: decorator
@inline
function sumOf(pixels: v128, red: v128, green: v128, blue: v128): v128 {
  const pair = i32x4.add(i32x4.mul(pixels, red), i32x4.mul(i32x4.shr_u(pixels, 8), green));
  return i32x4.add(pair, i32x4.mul(i32x4.shr_u(pixels, 16), blue));
}
