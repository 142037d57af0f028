/** Always 0, which no compiler knows. */
let nothing: i32 = 0;

/** Never called: without it the compiler would make a constant of the variable. */
export function setNothing(bits: i32): void {
  nothing = bits;
}

/**
 * A number in four lanes that stays in a register. V8 computes a constant again at each use, or in each turn of a loop, in
 * three instructions.
 */
// @ts-ignore: decorator
@inline
export function held(x: f32): v128 {
  return v128.xor(f32x4.splat(x), i32x4.splat(nothing));
}
