import { held } from "./held";
import { madd } from "./madd";

/** The constants of `swish` in registers, in the order of its arguments: beyond the first two, e^-x is not a normal number. */
// @ts-ignore: decorator
@inline
export function heldConstant(at: i32): v128 {
  if (at == 0) return held(-87.3);
  if (at == 1) return held(87.3);
  if (at == 2) return held(-1.44269504); // -log2(e)
  if (at == 3) return held(12582912); // 1.5 * 2^23: adding it leaves a number's nearest integer in the low bits
  if (at == 4) return held(1);
  if (at == 5) return held(1.32647271e-3);
  if (at == 6) return held(9.67151265e-3);
  if (at == 7) return held(5.55073374e-2);
  if (at == 8) return held(2.40222421e-1);
  return held(6.93146978e-1);
}

/** x / (1 + e^-x) in four lanes, as sigmoid.ts computes it, with its constants as arguments; 2^r by Horner's rule. */
// @ts-ignore: decorator
@inline
export function swish(
  x: v128, smallest: v128, largest: v128, minusLog2E: v128, round: v128, one: v128,
  p5: v128, p4: v128, p3: v128, p2: v128, p1: v128,
): v128 {
  const inside = f32x4.pmin(f32x4.pmax(x, smallest), largest);
  const rounded = madd(inside, minusLog2E, round);
  const r = madd(inside, minusLog2E, f32x4.sub(round, rounded));
  const mantissa = madd(madd(madd(madd(madd(p5, r, p4), r, p3), r, p2), r, p1), r, one);
  return f32x4.div(x, f32x4.add(one, i32x4.add(mantissa, i32x4.shl(rounded, 23))));
}
