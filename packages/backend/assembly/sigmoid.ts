import { madd } from "./madd";

/** 1.5 * 2^23: adding it leaves a number's nearest integer in the low bits. */
const ROUND: f32 = 12582912;
const LOG2_E: f32 = 1.44269504;

/**
 * 1 / (1 + e^-x) in four lanes, to 4e-7 relative for |x| < 80.
 *
 * e^-x = 2^n * 2^r with n whole and |r| <= 1/2; 2^r by its Taylor series to the sixth power (1.2e-7 relative).
 */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const power = f32x4.min(
    f32x4.max(f32x4.mul(x, f32x4.splat(-LOG2_E)), f32x4.splat(-126)), f32x4.splat(126),
  );
  const rounded = f32x4.add(power, f32x4.splat(ROUND));
  const r = f32x4.sub(power, f32x4.sub(rounded, f32x4.splat(ROUND)));
  let sum = f32x4.splat(1.5403530e-4);
  sum = madd(sum, r, f32x4.splat(1.3333558e-3));
  sum = madd(sum, r, f32x4.splat(9.6181291e-3));
  sum = madd(sum, r, f32x4.splat(5.5504109e-2));
  sum = madd(sum, r, f32x4.splat(2.4022651e-1));
  sum = madd(sum, r, f32x4.splat(6.9314718e-1));
  sum = madd(sum, r, f32x4.splat(1));
  const exponential = i32x4.add(sum, i32x4.shl(rounded, 23));
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exponential));
}
