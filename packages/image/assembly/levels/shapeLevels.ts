/** Inverts the bytes from `at` to `end` that are at least `least`, in place; up to fifteen more are changed. */
export function invertFrom(at: usize, end: usize, least: i32): void {
  const from = i8x16.splat(<i8>least);
  for (; at < end; at += 16) {
    const levels = v128.load(at);
    v128.store(at, v128.xor(levels, i8x16.ge_u(levels, from)));
  }
}

/** Keeps the bits of `mask` of the bytes from `at` to `end`, in place; up to fifteen more are changed. */
export function keepBits(at: usize, end: usize, mask: i32): void {
  const kept = i8x16.splat(<i8>mask);
  for (; at < end; at += 16) v128.store(at, v128.and(v128.load(at), kept));
}

/**
 * Adds an amount to the bytes from `at` to `end`, in place, or subtracts it if it is negative; clipped.
 *
 * `extra` is added to the amount from the level `step` on: 0 or 1. Up to fifteen more bytes are changed.
 */
export function shiftLevels(at: usize, end: usize, amount: i32, step: i32, extra: i32): void {
  const size = i8x16.splat(<i8>abs(amount));
  const from = i8x16.splat(<i8>step);
  const one = i8x16.splat(<i8>extra);
  for (; at < end; at += 16) {
    const levels = v128.load(at);
    const more = v128.and(i8x16.ge_u(levels, from), one);
    if (amount < 0) v128.store(at, i8x16.sub_sat_u(levels, i8x16.sub(size, more)));
    else v128.store(at, i8x16.add_sat_u(levels, i8x16.add_sat_u(size, more)));
  }
}
