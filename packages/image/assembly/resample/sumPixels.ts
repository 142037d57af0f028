import { roundToBytes, wholeFrom } from "./roundRow";

/**
 * `count` pixels of 3 or 4 bytes, a multiple of four: sums over neighbouring pixels of a row of singles, each times a
 * single, rounded and clipped, as sumColumns does.
 *
 * All have the same number of terms, and `starts` holds the offset in bytes of each one's first. Up to four bytes more are written.
 */
export function sumPixels(row: usize, starts: usize, weights: usize, terms: i32, count: i32, channels: i32, to: usize): void {
  const nothing = <i32>(count < 0); // 0, which the compiler does not know: see simd/rgb.ts
  const step: usize = channels << 2;
  const whole = wholeFrom(nothing);
  const join = channels == 3 ? i8x16(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1) : i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const own: usize = terms << 2;
  const end = starts + (count << 2);
  do {
    let a: v128, b: v128, c: v128, d: v128;
    const first = row + load<u32>(starts);
    const second = row + load<u32>(starts, 4);
    const third = row + load<u32>(starts, 8);
    const fourth = row + load<u32>(starts, 12);
    if (terms == 4) {
      a = four(first, weights, step);
      b = four(second, weights + 16, step);
      c = four(third, weights + 32, step);
      d = four(fourth, weights + 48, step);
    } else {
      a = some(first, weights, own, step);
      b = some(second, weights + own, own, step);
      c = some(third, weights + 2 * own, own, step);
      d = some(fourth, weights + 3 * own, own, step);
    }
    v128.store(to, i8x16.swizzle(roundToBytes(a, b, c, d, whole), join));
    to += step;
    weights += own << 2;
    starts += 16;
  } while (starts < end);
}

// @ts-ignore: decorator
@inline
function term(at: usize, weight: usize): v128 {
  return f32x4.mul(v128.load32_splat(weight), v128.load(at));
}

// @ts-ignore: decorator
@inline
function four(at: usize, weights: usize, step: usize): v128 {
  const two = f32x4.add(term(at, weights), term(at + step, weights + 4));
  return f32x4.add(f32x4.add(two, term(at + 2 * step, weights + 8)), term(at + 3 * step, weights + 12));
}

// @ts-ignore: decorator
@inline
function some(at: usize, weights: usize, own: usize, step: usize): v128 {
  let sum = term(at, weights);
  for (let k: usize = 4; k < own; k += 4) {
    at += step;
    sum = f32x4.add(sum, term(at, weights + k));
  }
  return sum;
}
