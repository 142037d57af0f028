import { blueOf, greenOf, loadFour, redOf, storeFour } from "../simd/rgb";

/** Blends RGB bytes from `at` to `end` with their gray, in place and in fours, as `saturate` of blend.ts does. */
export function blendGray(at: usize, end: usize, factor: f32): void {
  for (; at < end; at += 12) {
    const pixels = loadFour(at);
    const red = redOf(pixels);
    const green = greenOf(pixels);
    const blue = blueOf(pixels);
    const weighted = i32x4.add(
      i32x4.add(i32x4.mul(red, i32x4.splat(19595)), i32x4.mul(green, i32x4.splat(38470))),
      i32x4.add(i32x4.mul(blue, i32x4.splat(7471)), i32x4.splat(0x8000)),
    );
    const gray = i32x4.shr_u(weighted, 16);
    storeFour(at, blend(gray, red, factor), blend(gray, green, factor), blend(gray, blue, factor));
  }
}

/** In single precision, truncated and clipped, as Pillow blends. */
// @ts-ignore: decorator
@inline
export function blend(poor: v128, level: v128, factor: f32): v128 {
  const difference = f32x4.convert_i32x4_s(i32x4.sub(level, poor));
  const blended = f32x4.add(f32x4.convert_i32x4_s(poor), f32x4.mul(f32x4.splat(factor), difference));
  const whole = i32x4.trunc_sat_f32x4_s(blended);
  return i32x4.min_s(i32x4.max_s(whole, i32x4.splat(0)), i32x4.splat(255));
}
