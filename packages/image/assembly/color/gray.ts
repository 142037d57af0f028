import { spreadMask } from "../simd/rgb";
import { grayExactly } from "./grayExactly";

/** How far from a whole level 24 fractional bits may be on the wrong side: 345 at most, of all colours. */
const MARGIN = 512;

/**
 * The luma of RGB bytes from `at` to `end`, in sixteens, with the bytes of `grayExactly`.
 *
 * It sums in whole numbers with 24 fractional bits. Sixteen pixels with a sum very near a whole level, one in a
 * thousand, are computed exactly. Up to fifteen more than asked for are written.
 */
export function gray(at: usize, end: usize, to: usize): void {
  if (at >= end) return;
  const nothing = <i32>(at > end);
  const spread = spreadMask(nothing);
  const byte = i32x4.splat(255 + nothing);
  const red = i32x4.splat(5024543 + nothing);
  const green = i32x4.splat(9867536 + nothing);
  const blue = i32x4.splat(1916353 + nothing);
  const margin = i32x4.splat(MARGIN + nothing);
  do {
    const a = sumOf(i8x16.swizzle(v128.load(at), spread), byte, red, green, blue);
    const b = sumOf(i8x16.swizzle(v128.load(at, 12), spread), byte, red, green, blue);
    const c = sumOf(i8x16.swizzle(v128.load(at, 24), spread), byte, red, green, blue);
    const d = sumOf(i8x16.swizzle(v128.load(at, 36), spread), byte, red, green, blue);
    const least = i32x4.min_u(i32x4.min_u(above(a, margin), above(b, margin)), i32x4.min_u(above(c, margin), above(d, margin)));
    if (v128.any_true(i32x4.lt_u(least, i32x4.splat(2 * MARGIN << 8)))) grayExactly(at, at + 48, to);
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
function sumOf(pixels: v128, byte: v128, red: v128, green: v128, blue: v128): v128 {
  const pair = i32x4.add(i32x4.mul(v128.and(pixels, byte), red), i32x4.mul(v128.and(i32x4.shr_u(pixels, 8), byte), green));
  return i32x4.add(pair, i32x4.mul(i32x4.shr_u(pixels, 16), blue));
}

/** How far a sum is above a whole level less the margin, in the upper bits; as far as possible if it is black. */
// @ts-ignore: decorator
@inline
function above(sum: v128, margin: v128): v128 {
  return v128.or(i32x4.shl(i32x4.add(sum, margin), 8), i32x4.eq(sum, i32x4.splat(0)));
}
