/** The bytes of singles below 2^22, rounded half to even and clipped; up to fifteen more than `count` are read and written. */
export function roundRow(from: usize, count: i32, to: usize): void {
  const whole = wholeFrom(<i32>(count < 0));
  const end = to + count;
  do {
    v128.store(to, roundToBytes(v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48), whole));
    from += 64;
    to += 16;
  } while (to < end);
}

/** Singles from 1.5 * 2^23 on are whole. `nothing` is 0, which the compiler must not know: see simd/rgb.ts. */
// @ts-ignore: decorator
@inline
export function wholeFrom(nothing: i32): v128 {
  return f32x4.splat(12582912 + <f32>nothing);
}

/** The bytes of sixteen singles below 2^22, rounded half to even and clipped; 0 for what is not a number. */
// @ts-ignore: decorator
@inline
export function roundToBytes(a: v128, b: v128, c: v128, d: v128, whole: v128): v128 {
  const low = i16x8.narrow_i32x4_s(integers(a, whole), integers(b, whole));
  return i8x16.narrow_i16x8_u(low, i16x8.narrow_i32x4_s(integers(c, whole), integers(d, whole)));
}

/** The bits of whole singles differ by the integers. */
// @ts-ignore: decorator
@inline
function integers(values: v128, whole: v128): v128 {
  return i32x4.sub(f32x4.add(f32x4.pmax(f32x4.splat(0), values), whole), whole);
}
