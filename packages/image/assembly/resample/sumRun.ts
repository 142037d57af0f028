import { roundToBytes, wholeFrom } from "./roundRow";

/**
 * Bytes of weighted sums of singles: term `k` of sum `i` is at `row`, `i` singles and `k` times `step` bytes further.
 *
 * Up to 31 more than `count` are read and written. It is sumColumns for outputs that have the same weights.
 */
export function sumRun(row: usize, step: usize, weights: usize, terms: i32, count: i32, to: usize): void {
  const whole = wholeFrom(<i32>(count < 0));
  const last: usize = weights + (terms << 2);
  for (let i: i32 = 0; i < count; i += 32, row += 128, to += 32) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    let h = a;
    let at = row;
    let k = weights;
    do {
      const weight = v128.load32_splat(k);
      a = f32x4.add(a, f32x4.mul(weight, v128.load(at)));
      b = f32x4.add(b, f32x4.mul(weight, v128.load(at, 16)));
      c = f32x4.add(c, f32x4.mul(weight, v128.load(at, 32)));
      d = f32x4.add(d, f32x4.mul(weight, v128.load(at, 48)));
      e = f32x4.add(e, f32x4.mul(weight, v128.load(at, 64)));
      f = f32x4.add(f, f32x4.mul(weight, v128.load(at, 80)));
      g = f32x4.add(g, f32x4.mul(weight, v128.load(at, 96)));
      h = f32x4.add(h, f32x4.mul(weight, v128.load(at, 112)));
      k += 4;
      at += step;
    } while (k < last);
    v128.store(to, roundToBytes(a, b, c, d, whole));
    v128.store(to, roundToBytes(e, f, g, h, whole), 16);
  }
}
