/** A pixel of up to 4 bytes between four others, as resamplePairs.ts mixes it in double precision. */
export function pairPixel(upper: usize, lower: usize, left: usize, right: usize, leftWeight: f64, rightWeight: f64, upperWeight: f64, lowerWeight: f64, to: usize): void {
  const above = f64x2.splat(upperWeight);
  const below = f64x2.splat(lowerWeight);
  const near = f64x2.splat(leftWeight);
  const far = f64x2.splat(rightWeight);
  const a = pixel(upper + left);
  const b = pixel(upper + right);
  const c = pixel(lower + left);
  const d = pixel(lower + right);
  const low = mixed(a, b, c, d, above, below, near, far);
  const up = mixed(high(a), high(b), high(c), high(d), above, below, near, far);
  const words = i16x8.narrow_i32x4_s(i64x2.shuffle(low, up, 0, 2), low);
  v128.store32_lane(to, i8x16.narrow_i16x8_u(words, words), 0);
}

// @ts-ignore: decorator
@inline
function pixel(at: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
}

// @ts-ignore: decorator
@inline
function high(x: v128): v128 {
  return i64x2.shuffle(x, x, 1, 1);
}

/** Two channels, rounded half to even, in the low lanes. */
// @ts-ignore: decorator
@inline
function mixed(a: v128, b: v128, c: v128, d: v128, above: v128, below: v128, leftWeight: v128, rightWeight: v128): v128 {
  const left = f64x2.add(f64x2.mul(above, f64x2.convert_low_i32x4_s(a)), f64x2.mul(below, f64x2.convert_low_i32x4_s(c)));
  const right = f64x2.add(f64x2.mul(above, f64x2.convert_low_i32x4_s(b)), f64x2.mul(below, f64x2.convert_low_i32x4_s(d)));
  return i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(f64x2.add(f64x2.mul(leftWeight, left), f64x2.mul(rightWeight, right))));
}
