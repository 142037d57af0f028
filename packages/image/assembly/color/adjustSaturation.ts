import { joinMask, spreadMask, storeWhole, wholeFrom } from "../simd/rgb";
import { adjustSaturationExactly } from "./adjustSaturationExactly";
import { nearWhole } from "./nearWhole";

/**
 * Multiplies the saturation of RGB bytes from `at` to `end`, in place and in fours, with the bytes of
 * `adjustSaturationExactly`.
 *
 * It computes in levels and single precision. The errors grow with the factor; four pixels with a value near a whole
 * number, as in adjustHue.ts, are computed exactly.
 */
export function adjustSaturation(at: usize, end: usize, factor: f64): void {
  if (at >= end) return;
  const nothing = <i32>(at > end);
  const none = <f32>nothing;
  const spread = spreadMask(nothing);
  const join = joinMask(nothing);
  const byte = i32x4.splat(255 + nothing);
  const whole = wholeFrom(none);
  const one = f32x4.splat(1 + none);
  const unit = f32x4.splat(<f32>(255.5 / 255.0) + none);
  const margin = f32x4.splat(<f32>(max(factor, 1) / 131072.0));
  const wanted = f32x4.splat(<f32>factor);
  do {
    const pixels = i8x16.swizzle(v128.load(at), spread);
    const red = f32x4.convert_i32x4_s(v128.and(pixels, byte));
    const green = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(pixels, 8), byte));
    const blue = f32x4.convert_i32x4_s(i32x4.shr_u(pixels, 16));
    const value = f32x4.pmax(f32x4.pmax(red, green), blue);
    const range = f32x4.sub(value, f32x4.pmin(f32x4.pmin(red, green), blue));
    // The smallest channel is not to be below 0.
    const ratio = f32x4.mul(unit, f32x4.pmin(f32x4.div(value, f32x4.pmax(range, one)), wanted));
    const most = f32x4.mul(unit, value);
    const newRed = f32x4.sub(most, f32x4.mul(f32x4.sub(value, red), ratio));
    const newGreen = f32x4.sub(most, f32x4.mul(f32x4.sub(value, green), ratio));
    const newBlue = f32x4.sub(most, f32x4.mul(f32x4.sub(value, blue), ratio));
    const error = f32x4.mul(value, margin);
    const redLevel = f32x4.floor(f32x4.add(newRed, error));
    const greenLevel = f32x4.floor(f32x4.add(newGreen, error));
    const blueLevel = f32x4.floor(f32x4.add(newBlue, error));
    const isNear = v128.or(
      v128.or(nearWhole(newRed, error, redLevel), nearWhole(newGreen, error, greenLevel)),
      nearWhole(newBlue, error, blueLevel),
    );
    if (v128.any_true(isNear)) adjustSaturationExactly(at, factor);
    else storeWhole(at, f32x4.add(redLevel, whole), f32x4.add(greenLevel, whole), f32x4.add(blueLevel, whole), byte, join);
    at += 12;
  } while (at < end);
}
