import { loadLanes } from "../simd/lanes";

/** An exponent of all ones: infinity or no number. */
const EXPONENT: i32 = 0x7f800000;

/** Whether every number is finite: 1 or 0. */
export function allFinite(from: usize, count: i32): i32 {
  let found = i32x4.splat(0);
  for (; count >= 16; count -= 16, from += 64) {
    const one = v128.or(odd(v128.load(from)), odd(v128.load(from, 16)));
    const two = v128.or(odd(v128.load(from, 32)), odd(v128.load(from, 48)));
    found = v128.or(found, v128.or(one, two));
  }
  for (; count >= 4; count -= 4, from += 16) found = v128.or(found, odd(v128.load(from)));
  if (count > 0) found = v128.or(found, odd(loadLanes(from, count)));
  return v128.any_true(found) ? 0 : 1;
}

/** All ones in the lanes that are infinite or no number. */
// @ts-ignore: decorator
@inline
export function odd(lanes: v128): v128 {
  return i32x4.eq(v128.and(lanes, i32x4.splat(EXPONENT)), i32x4.splat(EXPONENT));
}
