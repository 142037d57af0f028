import { PIXEL } from "./depthwiseBlock";
import { pointsTogether } from "./depthwiseSums";
import { madd } from "../simd/madd";

/**
 * Adds to each of `taps` neighbouring taps, four channels of each, the sum of x * dy over packed rows of points.
 *
 * `x`: the pixel that the first tap sees under the first point; `dy`: packed rows of `points`, whole groups of them.
 * `taps`: 3 or 5; `stride`: 1, or 2 with 5 taps.
 */
export function rowDots(taps: i32, stride: i32, x: usize, xRow: usize, dy: usize, rows: i32, points: i32, sums: usize): void {
  if (taps == 3) three(x, xRow, dy, rows, points, sums);
  else if (stride == 1) five(x, xRow, dy, rows, points, sums);
  else fiveStrided(x, xRow, dy, rows, points, sums);
}

// A function each, so that the compiler makes constants of the first two arguments; in one function it merges them again.

function three(x: usize, xRow: usize, dy: usize, rows: i32, points: i32, sums: usize): void {
  dots(3, 1, x, xRow, dy, rows, points, sums);
}

function five(x: usize, xRow: usize, dy: usize, rows: i32, points: i32, sums: usize): void {
  dots(5, 1, x, xRow, dy, rows, points, sums);
}

function fiveStrided(x: usize, xRow: usize, dy: usize, rows: i32, points: i32, sums: usize): void {
  dots(5, 2, x, xRow, dy, rows, points, sums);
}

// @ts-ignore: decorator
@inline
function dots(
  taps: i32, stride: i32, x: usize, xRow: usize, dy: usize, rows: i32, points: i32, sums: usize,
): void {
  const none = f32x4.splat(0);
  const together = pointsTogether(taps, stride);
  let s0 = none, s1 = none, s2 = none, s3 = none, s4 = none;
  for (; rows > 0; --rows, x += xRow) {
    let at = x;
    for (let point = 0; point < points; point += together, at += <usize>(together * stride) * PIXEL) {
      const d0 = v128.load(dy), d1 = v128.load(dy, 64);
      const d2 = together > 2 ? v128.load(dy, 128) : none;
      const d3 = together > 3 ? v128.load(dy, 192) : none;
      dy += <usize>together * PIXEL;
      const x0 = v128.load(at), x1 = v128.load(at, 64), x2 = v128.load(at, 128), x3 = v128.load(at, 192);
      const x4 = v128.load(at, 256), x5 = v128.load(at, 320);
      const x6 = taps > 3 ? v128.load(at, 384) : none;
      if (stride == 1) {
        s0 = dot(together, s0, d0, d1, d2, d3, x0, x1, x2, x3);
        s1 = dot(together, s1, d0, d1, d2, d3, x1, x2, x3, x4);
        s2 = dot(together, s2, d0, d1, d2, d3, x2, x3, x4, x5);
        if (taps > 3) s3 = dot(together, s3, d0, d1, d2, d3, x3, x4, x5, x6);
        if (taps > 3) s4 = dot(together, s4, d0, d1, d2, d3, x4, x5, x6, none);
      } else {
        s0 = dot(together, s0, d0, d1, d2, d3, x0, x2, x4, x6);
        s1 = dot(together, s1, d0, d1, d2, d3, x1, x3, x5, none);
        s2 = dot(together, s2, d0, d1, d2, d3, x2, x4, x6, none);
        if (taps > 3) s3 = dot(together, s3, d0, d1, d2, d3, x3, x5, none, none);
        if (taps > 3) s4 = dot(together, s4, d0, d1, d2, d3, x4, x6, none, none);
      }
    }
  }
  addTo(sums, s0);
  addTo(sums + PIXEL, s1);
  addTo(sums + 2 * PIXEL, s2);
  if (taps > 3) addTo(sums + 3 * PIXEL, s3);
  if (taps > 3) addTo(sums + 4 * PIXEL, s4);
}

// @ts-ignore: decorator
@inline
function dot(
  together: i32, sum: v128, d0: v128, d1: v128, d2: v128, d3: v128, x0: v128, x1: v128, x2: v128, x3: v128,
): v128 {
  let s = madd(x0, d0, sum);
  s = madd(x1, d1, s);
  if (together > 2) s = madd(x2, d2, s);
  if (together > 3) s = madd(x3, d3, s);
  return s;
}

// @ts-ignore: decorator
@inline
function addTo(to: usize, value: v128): void {
  v128.store(to, f32x4.add(v128.load(to), value));
}
