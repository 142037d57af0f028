import { blueOf, greenOf, high, combined, loadFour, redOf, rounded, storeFour } from "../simd/rgb";

/** Multiplies the saturation of four RGB pixels, in place, as adjustSaturation.ts does. */
export function adjustSaturationExactly(at: usize, factor: f64): void {
  const pixels = loadFour(at);
  const red = unit(redOf(pixels));
  const green = unit(greenOf(pixels));
  const blue = unit(blueOf(pixels));
  const largest = f32x4.pmax(f32x4.pmax(red, green), blue);
  const least = f32x4.pmin(f32x4.pmin(red, green), blue);
  const lowLargest = f64x2.promote_low_f32x4(largest);
  const highLargest = f64x2.promote_low_f32x4(high(largest));
  const low = ratioOf(lowLargest, f64x2.promote_low_f32x4(least), factor);
  const up = ratioOf(highLargest, f64x2.promote_low_f32x4(high(least)), factor);
  storeFour(
    at,
    combined(changed(lowLargest, red, low), changed(highLargest, high(red), up)),
    combined(changed(lowLargest, green, low), changed(highLargest, high(green), up)),
    combined(changed(lowLargest, blue, low), changed(highLargest, high(blue), up)),
  );
}

// @ts-ignore: decorator
@inline
function unit(levels: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(levels), f32x4.splat(<f32>(1.0 / 255.0)));
}

// @ts-ignore: decorator
@inline
function ratioOf(largest: v128, least: v128, factor: f64): v128 {
  const zero = f64x2.splat(0);
  const saturation = v128.and(f64x2.div(f64x2.sub(largest, least), largest), f64x2.gt(largest, zero));
  const wanted = f64x2.pmin(f64x2.splat(1), f64x2.mul(saturation, f64x2.splat(factor)));
  return v128.and(f64x2.div(wanted, saturation), f64x2.gt(saturation, zero));
}

// @ts-ignore: decorator
@inline
function changed(largest: v128, value: v128, ratio: v128): v128 {
  const moved = f64x2.sub(largest, f64x2.mul(f64x2.sub(largest, f64x2.promote_low_f32x4(value)), ratio));
  // bytes are truncated singles
  return i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.demote_f64x2_zero(moved), f32x4.splat(255.5)));
}
