import { blueOf, greenOf, high, combined, loadFour, redOf } from "../simd/rgb";

/** The luma of RGB bytes from `at` to `end`, in fours, as rgbToGrayscale.ts computes it. */
export function grayExactly(at: usize, end: usize, to: usize): void {
  for (; at < end; at += 12, to += 4) {
    const pixels = loadFour(at);
    const red = unit(redOf(pixels));
    const green = unit(greenOf(pixels));
    const blue = unit(blueOf(pixels));
    const levels = combined(luma(red, green, blue), luma(high(red), high(green), high(blue)));
    const words = i16x8.narrow_i32x4_s(levels, levels);
    v128.store32_lane(to, i8x16.narrow_i16x8_u(words, words), 0);
  }
}

// @ts-ignore: decorator
@inline
function unit(levels: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(levels), f32x4.splat(<f32>(1.0 / 255.0)));
}

/** The levels of two pixels. */
// @ts-ignore: decorator
@inline
function luma(red: v128, green: v128, blue: v128): v128 {
  const sum = f64x2.add(
    f64x2.add(f64x2.mul(f64x2.splat(0.2989), f64x2.promote_low_f32x4(red)), f64x2.mul(f64x2.splat(0.587), f64x2.promote_low_f32x4(green))),
    f64x2.mul(f64x2.splat(0.114), f64x2.promote_low_f32x4(blue)),
  );
  return i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.demote_f64x2_zero(sum), f32x4.splat(255.5)));
}
