import { whole } from "./roundRow";

/**
 * Bytes of weighted sums of singles: term `k` of sum `i` is at `row`, `i` singles and `k` times `step` bytes further.
 *
 * Up to fifteen more than `count` are read and written. It is sumColumns for outputs that have the same weights.
 */
export function sumRun(row: usize, step: usize, weights: usize, terms: i32, count: i32, to: usize): void {
  const last: usize = weights + (terms << 2);
  for (let i: i32 = 0; i < count; i += 16, row += 64, to += 16) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let at = row;
    for (let k = weights; k < last; k += 4, at += step) {
      const weight = v128.load32_splat(k);
      a = f32x4.add(a, f32x4.mul(weight, v128.load(at)));
      b = f32x4.add(b, f32x4.mul(weight, v128.load(at, 16)));
      c = f32x4.add(c, f32x4.mul(weight, v128.load(at, 32)));
      d = f32x4.add(d, f32x4.mul(weight, v128.load(at, 48)));
    }
    const low = i16x8.narrow_i32x4_s(whole(a), whole(b));
    const up = i16x8.narrow_i32x4_s(whole(c), whole(d));
    v128.store(to, i8x16.narrow_i16x8_u(low, up));
  }
}
