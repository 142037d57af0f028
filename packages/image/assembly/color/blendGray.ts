import { joinMask, spreadMask, storeWhole, wholeFrom } from "../simd/rgb";

/** Blends RGB bytes from `at` to `end` with their gray, in place and in fours, as `saturate` of blend.ts does. */
export function blendGray(at: usize, end: usize, factor: f32): void {
  if (at >= end) return;
  const nothing = <i32>(at > end);
  const none = <f32>nothing;
  const spread = spreadMask(nothing);
  const join = joinMask(nothing);
  const byte = i32x4.splat(255 + nothing);
  const whole = wholeFrom(none);
  const most = f32x4.splat(255 + none);
  const redWeight = i32x4.splat(19595 + nothing);
  const greenWeight = i32x4.splat(38470 + nothing);
  const blueWeight = i32x4.splat(7471 + nothing);
  const half = i32x4.splat(0x8000 + nothing);
  const share = f32x4.splat(factor);
  do {
    const pixels = i8x16.swizzle(v128.load(at), spread);
    const red = v128.and(pixels, byte);
    const green = v128.and(i32x4.shr_u(pixels, 8), byte);
    const blue = i32x4.shr_u(pixels, 16);
    const weighted = i32x4.add(
      i32x4.add(i32x4.mul(red, redWeight), i32x4.mul(green, greenWeight)),
      i32x4.add(i32x4.mul(blue, blueWeight), half),
    );
    const gray = f32x4.convert_i32x4_s(i32x4.shr_u(weighted, 16));
    storeWhole(
      at,
      f32x4.add(blended(gray, red, share, most), whole),
      f32x4.add(blended(gray, green, share, most), whole),
      f32x4.add(blended(gray, blue, share, most), whole),
      byte,
      join,
    );
    at += 12;
  } while (at < end);
}

/** In single precision, clipped and truncated. */
// @ts-ignore: decorator
@inline
function blended(gray: v128, level: v128, share: v128, most: v128): v128 {
  const difference = f32x4.sub(f32x4.convert_i32x4_s(level), gray);
  const sum = f32x4.add(gray, f32x4.mul(share, difference));
  return f32x4.floor(f32x4.pmin(most, f32x4.pmax(f32x4.splat(0), sum))); // 0 if it is not a number
}
