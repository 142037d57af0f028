import { joinMask, spreadMask, storeWhole, wholeFrom } from "../simd/rgb";
import { adjustHueExactly } from "./adjustHueExactly";
import { nearWhole } from "./nearWhole";

/**
 * Rotates the hue of RGB bytes from `at` to `end`, in place and in fours, with the bytes of `adjustHueExactly`.
 *
 * It computes in levels and single precision. Both ways err by less than 2^-19 of the largest level; four pixels with a
 * value nearer than 2^-17 to a whole number, the boundary of a byte, are computed exactly.
 */
export function adjustHue(at: usize, end: usize, delta: f64): void {
  if (at >= end) return;
  const nothing = <i32>(at > end);
  const none = <f32>nothing;
  const spread = spreadMask(nothing);
  const join = joinMask(nothing);
  const byte = i32x4.splat(255 + nothing);
  const whole = wholeFrom(none);
  const one = f32x4.splat(1 + none);
  const two = f32x4.splat(2 + none);
  const three = f32x4.splat(3 + none);
  const four = f32x4.splat(4 + none);
  const five = f32x4.splat(5 + none);
  const six = f32x4.splat(6 + none);
  const sixth = f32x4.splat(<f32>(1.0 / 6.0) + none);
  const unit = f32x4.splat(<f32>(255.5 / 255.0) + none);
  const margin = f32x4.splat(<f32>(1.0 / 131072.0) + none);
  const turn = f32x4.splat(<f32>(6 * (delta - floor(delta))));
  // With its condition at the end, V8 moves what does not change out of the loop.
  do {
    const pixels = i8x16.swizzle(v128.load(at), spread);
    const red = f32x4.convert_i32x4_s(v128.and(pixels, byte));
    const green = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(pixels, 8), byte));
    const blue = f32x4.convert_i32x4_s(i32x4.shr_u(pixels, 16));
    const value = f32x4.pmax(f32x4.pmax(red, green), blue);
    const range = f32x4.sub(value, f32x4.pmin(f32x4.pmin(red, green), blue));
    const isRed = f32x4.eq(value, red);
    const isGreen = f32x4.eq(value, green);
    const difference = v128.bitselect(
      f32x4.sub(green, blue),
      v128.bitselect(f32x4.sub(blue, red), f32x4.sub(red, green), isGreen),
      isRed,
    );
    const sector = v128.andnot(v128.bitselect(two, four, isGreen), isRed);
    const hue = f32x4.add(f32x4.add(f32x4.div(difference, f32x4.pmax(range, one)), sector), turn);
    const place = f32x4.sub(hue, f32x4.mul(six, f32x4.floor(f32x4.mul(hue, sixth))));
    // A channel loses a share of the range, which grows with the distance from its hue.
    const redLoss = within(f32x4.pmin(f32x4.sub(place, one), f32x4.sub(five, place)), one);
    const greenLoss = within(f32x4.pmax(f32x4.sub(one, place), f32x4.sub(place, three)), one);
    const blueLoss = within(f32x4.pmax(f32x4.sub(three, place), f32x4.sub(place, five)), one);
    const most = f32x4.mul(unit, value);
    const part = f32x4.mul(unit, range);
    const newRed = f32x4.sub(most, f32x4.mul(part, redLoss));
    const newGreen = f32x4.sub(most, f32x4.mul(part, greenLoss));
    const newBlue = f32x4.sub(most, f32x4.mul(part, blueLoss));
    const error = f32x4.mul(value, margin);
    const redLevel = f32x4.floor(f32x4.add(newRed, error));
    const greenLevel = f32x4.floor(f32x4.add(newGreen, error));
    const blueLevel = f32x4.floor(f32x4.add(newBlue, error));
    const isNear = v128.or(
      v128.or(nearWhole(newRed, error, redLevel), nearWhole(newGreen, error, greenLevel)),
      nearWhole(newBlue, error, blueLevel),
    );
    if (v128.any_true(isNear)) adjustHueExactly(at, delta);
    else storeWhole(at, f32x4.add(redLevel, whole), f32x4.add(greenLevel, whole), f32x4.add(blueLevel, whole), byte, join);
    at += 12;
  } while (at < end);
}

// @ts-ignore: decorator
@inline
function within(share: v128, one: v128): v128 {
  return f32x4.pmin(one, f32x4.pmax(f32x4.splat(0), share));
}
