import { madd } from "./madd";

/** 1.5 * 2^23: adding it leaves a number's nearest integer in the low bits. */
const ROUND: f32 = 12582912;
const LOG2_E: f32 = 1.44269504;

/**
 * 1 / (1 + e^-x) in four lanes, to 3e-7 relative for |x| < 80; no number stays no number.
 *
 * e^-x = 2^n * 2^r with n whole and |r| <= 1/2; 2^r by the polynomial of degree 5 whose relative error is least, 9.1e-8.
 * `pmax` and `pmin` are one instruction, `max` and `min` nine: they order zeros by sign, which nothing here asks for.
 */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const exponent = f32x4.pmin(
    f32x4.pmax(f32x4.mul(x, f32x4.splat(-LOG2_E)), f32x4.splat(-126)), f32x4.splat(126),
  );
  const rounded = f32x4.add(exponent, f32x4.splat(ROUND));
  const r = f32x4.sub(exponent, f32x4.sub(rounded, f32x4.splat(ROUND)));
  const square = f32x4.mul(r, r);
  const high = madd(f32x4.splat(1.32647271e-3), r, f32x4.splat(9.67151265e-3));
  const middle = madd(f32x4.splat(5.55073374e-2), r, f32x4.splat(2.40222421e-1));
  const low = madd(f32x4.splat(6.93146978e-1), r, f32x4.splat(1));
  const mantissa = madd(madd(high, square, middle), square, low);
  const exponential = i32x4.add(mantissa, i32x4.shl(rounded, 23));
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exponential));
}
