/**
 * A row of pixels of 3 or 4 bytes, each between two of the row `upper` and two of `lower`, as resamplePairs.ts mixes.
 *
 * `near` and `far` hold the offsets of the neighbours, the weights are doubles. A byte more is read and written.
 */
export function pairRow(upper: usize, lower: usize, near: usize, far: usize, nearWeights: usize, farWeights: usize, upperWeight: f64, lowerWeight: f64, channels: i32, count: i32, to: usize): void {
  const above = f64x2.splat(upperWeight);
  const below = f64x2.splat(lowerWeight);
  for (let x: usize = 0; x < <usize>count; ++x, to += channels) {
    const left: usize = load<u32>(near + (x << 2));
    const right: usize = load<u32>(far + (x << 2));
    const leftWeight = v128.load64_splat(nearWeights + (x << 3));
    const rightWeight = v128.load64_splat(farWeights + (x << 3));
    const a = pixel(upper + left);
    const b = pixel(upper + right);
    const c = pixel(lower + left);
    const d = pixel(lower + right);
    const low = mixed(a, b, c, d, above, below, leftWeight, rightWeight);
    const up = mixed(high(a), high(b), high(c), high(d), above, below, leftWeight, rightWeight);
    const words = i16x8.narrow_i32x4_s(i64x2.shuffle(low, up, 0, 2), low);
    v128.store32_lane(to, i8x16.narrow_i16x8_u(words, words), 0);
  }
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
