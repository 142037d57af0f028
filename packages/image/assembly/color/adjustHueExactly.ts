import { blueOf, greenOf, high, combined, loadFour, redOf, rounded, storeFour } from "../simd/rgb";

/** Rotates the hue of four RGB pixels, in place, as adjustHue.ts does. */
export function adjustHueExactly(at: usize, delta: f64): void {
  const pixels = loadFour(at);
  const red = unit(redOf(pixels));
  const green = unit(greenOf(pixels));
  const blue = unit(blueOf(pixels));
  const value = f32x4.pmax(f32x4.pmax(red, green), blue);
  const least = f32x4.pmin(f32x4.pmin(red, green), blue);
  const isGreen = v128.andnot(f32x4.eq(value, green), f32x4.eq(red, green));
  const isBlue = v128.andnot(v128.and(f32x4.eq(value, blue), f32x4.lt(red, blue)), f32x4.eq(value, green));
  const minuend = v128.bitselect(blue, v128.bitselect(red, green, isBlue), isGreen);
  const subtrahend = v128.bitselect(red, v128.bitselect(green, blue, isBlue), isGreen);
  const lowValue = f64x2.promote_low_f32x4(value);
  const upValue = f64x2.promote_low_f32x4(high(value));
  const lowRange = f64x2.sub(lowValue, f64x2.promote_low_f32x4(least));
  const upRange = f64x2.sub(upValue, f64x2.promote_low_f32x4(high(least)));
  const low = turnOf(lowRange, minuend, subtrahend, i32x4.shuffle(isGreen, isGreen, 0, 0, 1, 1), i32x4.shuffle(isBlue, isBlue, 0, 0, 1, 1), delta);
  const up = turnOf(upRange, high(minuend), high(subtrahend), i32x4.shuffle(isGreen, isGreen, 2, 2, 3, 3), i32x4.shuffle(isBlue, isBlue, 2, 2, 3, 3), delta);
  const lowSaturation = saturationOf(lowRange, lowValue);
  const upSaturation = saturationOf(upRange, upValue);
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  storeFour(
    at,
    combined(
      level(f64x2.sub(f64x2.abs(f64x2.sub(low, f64x2.splat(3))), one), lowSaturation, lowValue),
      level(f64x2.sub(f64x2.abs(f64x2.sub(up, f64x2.splat(3))), one), upSaturation, upValue),
    ),
    combined(
      level(f64x2.sub(two, f64x2.abs(f64x2.sub(low, two))), lowSaturation, lowValue),
      level(f64x2.sub(two, f64x2.abs(f64x2.sub(up, two))), upSaturation, upValue),
    ),
    combined(
      level(f64x2.sub(two, f64x2.abs(f64x2.sub(low, f64x2.splat(4)))), lowSaturation, lowValue),
      level(f64x2.sub(two, f64x2.abs(f64x2.sub(up, f64x2.splat(4)))), upSaturation, upValue),
    ),
  );
}

// @ts-ignore: decorator
@inline
function unit(levels: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(levels), f32x4.splat(<f32>(1.0 / 255.0)));
}

/** The new hue in sixths of a turn. */
// @ts-ignore: decorator
@inline
function turnOf(range: v128, minuend: v128, subtrahend: v128, isGreen: v128, isBlue: v128, delta: f64): v128 {
  const zero = f64x2.splat(0);
  const share = f64x2.div(f64x2.splat(1), f64x2.mul(f64x2.splat(6), range));
  const part = f64x2.mul(share, f64x2.sub(f64x2.promote_low_f32x4(minuend), f64x2.promote_low_f32x4(subtrahend)));
  const wrapped = v128.and(f64x2.splat(1), f64x2.lt(part, zero));
  const offset = v128.bitselect(f64x2.splat(1.0 / 3.0), v128.bitselect(f64x2.splat(2.0 / 3.0), wrapped, isBlue), isGreen);
  const hue = v128.and(f64x2.add(part, offset), f64x2.gt(range, zero));
  const turned = f64x2.add(rounded(hue), f64x2.splat(delta));
  return f64x2.mul(f64x2.splat(6), rounded(f64x2.sub(turned, f64x2.floor(turned))));
}

// @ts-ignore: decorator
@inline
function saturationOf(range: v128, value: v128): v128 {
  return rounded(v128.and(f64x2.div(range, value), f64x2.gt(value, f64x2.splat(0))));
}

/** The byte of a channel: truncated singles. */
// @ts-ignore: decorator
@inline
function level(share: v128, saturation: v128, value: v128): v128 {
  const within = f64x2.pmin(f64x2.splat(1), f64x2.pmax(f64x2.splat(0), share));
  const rest = f64x2.sub(f64x2.splat(1), saturation);
  const unit = f64x2.mul(f64x2.add(rest, f64x2.mul(saturation, within)), value);
  return i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.demote_f64x2_zero(unit), f32x4.splat(255.5)));
}
