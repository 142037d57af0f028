import { PIXEL } from "./depthwiseBlock";
import { madd } from "../simd/madd";

/** No number of points. */
const NEVER: i32 = -1;

/**
 * Adds to each tap, four channels of each, the sum of x * dy over packed rows of points.
 *
 * `x`: the pixel that the first tap sees under the first point, in packed rows of `xRow` bytes; `dy`: packed rows of `points`;
 * `sums`: [taps, taps, 16]. `taps`: 3, or 5; `stride`: 1, or 2 with 5 taps.
 *
 * A sum waits four cycles for its own last step, so nine or ten are computed side by side: those of three rows of three taps,
 * or of two rows of five; three at a time took a third longer. Two points a turn, since V8 moves sums between registers at its
 * end. The exits, most of which never happen, end a block each: V8 issues the loads of a block before its sums, and all of
 * them with the sums are more than its registers.
 */
export function tapDots(taps: i32, stride: i32, x: usize, xRow: usize, dy: usize, rows: i32, points: i32, sums: usize): void {
  if (taps == 3) {
    nine(x, xRow, dy, rows, points, sums);
    return;
  }
  const step = <usize>stride * PIXEL, next = <usize>stride * xRow;
  for (let ky = 0; ky < 4; ky += 2, x += 2 * xRow, sums += 10 * PIXEL) ten(x, xRow, next, step, dy, rows, points, sums);
  five(x, next, step, dy, rows, points, sums);
}

function nine(x: usize, xRow: usize, dy: usize, rows: i32, points: i32, sums: usize): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, b0 = a0, b1 = a0, b2 = a0, c0 = a0, c1 = a0, c2 = a0;
  for (; rows > 0; --rows, x += xRow) {
    let first = x, second = x + xRow, third = x + 2 * xRow;
    let d: v128;
    for (let left = points; left > 0; left -= 2) {
      d = v128.load(dy);
      dy += PIXEL;
      a0 = madd(v128.load(first), d, a0);
      a1 = madd(v128.load(first, 64), d, a1);
      a2 = madd(v128.load(first, 128), d, a2);
      if (left == NEVER) break;
      first += PIXEL;
      b0 = madd(v128.load(second), d, b0);
      b1 = madd(v128.load(second, 64), d, b1);
      b2 = madd(v128.load(second, 128), d, b2);
      if (left == NEVER) break;
      second += PIXEL;
      c0 = madd(v128.load(third), d, c0);
      c1 = madd(v128.load(third, 64), d, c1);
      c2 = madd(v128.load(third, 128), d, c2);
      third += PIXEL;
      if (left == 1) break;
      d = v128.load(dy);
      dy += PIXEL;
      a0 = madd(v128.load(first), d, a0);
      a1 = madd(v128.load(first, 64), d, a1);
      a2 = madd(v128.load(first, 128), d, a2);
      if (left == NEVER) break;
      first += PIXEL;
      b0 = madd(v128.load(second), d, b0);
      b1 = madd(v128.load(second, 64), d, b1);
      b2 = madd(v128.load(second, 128), d, b2);
      if (left == NEVER) break;
      second += PIXEL;
      c0 = madd(v128.load(third), d, c0);
      c1 = madd(v128.load(third, 64), d, c1);
      c2 = madd(v128.load(third, 128), d, c2);
      third += PIXEL;
    }
  }
  addTo(sums, a0);
  addTo(sums + PIXEL, a1);
  addTo(sums + 2 * PIXEL, a2);
  addTo(sums + 3 * PIXEL, b0);
  addTo(sums + 4 * PIXEL, b1);
  addTo(sums + 5 * PIXEL, b2);
  addTo(sums + 6 * PIXEL, c0);
  addTo(sums + 7 * PIXEL, c1);
  addTo(sums + 8 * PIXEL, c2);
}

/** Two rows of five taps; `next`: bytes from the row under a row of points to that under the next, `step`: the same for points. */
function ten(x: usize, xRow: usize, next: usize, step: usize, dy: usize, rows: i32, points: i32, sums: usize): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0;
  for (; rows > 0; --rows, x += next) {
    let first = x, second = x + xRow;
    let d: v128;
    for (let left = points; left > 0; left -= 2) {
      d = v128.load(dy);
      dy += PIXEL;
      a0 = madd(v128.load(first), d, a0);
      a1 = madd(v128.load(first, 64), d, a1);
      a2 = madd(v128.load(first, 128), d, a2);
      if (left == NEVER) break;
      a3 = madd(v128.load(first, 192), d, a3);
      a4 = madd(v128.load(first, 256), d, a4);
      first += step;
      b0 = madd(v128.load(second), d, b0);
      if (left == NEVER) break;
      b1 = madd(v128.load(second, 64), d, b1);
      b2 = madd(v128.load(second, 128), d, b2);
      b3 = madd(v128.load(second, 192), d, b3);
      if (left == NEVER) break;
      b4 = madd(v128.load(second, 256), d, b4);
      second += step;
      if (left == 1) break;
      d = v128.load(dy);
      dy += PIXEL;
      a0 = madd(v128.load(first), d, a0);
      a1 = madd(v128.load(first, 64), d, a1);
      a2 = madd(v128.load(first, 128), d, a2);
      if (left == NEVER) break;
      a3 = madd(v128.load(first, 192), d, a3);
      a4 = madd(v128.load(first, 256), d, a4);
      first += step;
      b0 = madd(v128.load(second), d, b0);
      if (left == NEVER) break;
      b1 = madd(v128.load(second, 64), d, b1);
      b2 = madd(v128.load(second, 128), d, b2);
      b3 = madd(v128.load(second, 192), d, b3);
      if (left == NEVER) break;
      b4 = madd(v128.load(second, 256), d, b4);
      second += step;
    }
  }
  addTo(sums, a0);
  addTo(sums + PIXEL, a1);
  addTo(sums + 2 * PIXEL, a2);
  addTo(sums + 3 * PIXEL, a3);
  addTo(sums + 4 * PIXEL, a4);
  addTo(sums + 5 * PIXEL, b0);
  addTo(sums + 6 * PIXEL, b1);
  addTo(sums + 7 * PIXEL, b2);
  addTo(sums + 8 * PIXEL, b3);
  addTo(sums + 9 * PIXEL, b4);
}

/** The last row of five taps. */
function five(x: usize, next: usize, step: usize, dy: usize, rows: i32, points: i32, sums: usize): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0;
  for (; rows > 0; --rows, x += next) {
    let first = x;
    let d: v128;
    for (let left = points; left > 0; left -= 2) {
      d = v128.load(dy);
      dy += PIXEL;
      a0 = madd(v128.load(first), d, a0);
      a1 = madd(v128.load(first, 64), d, a1);
      a2 = madd(v128.load(first, 128), d, a2);
      if (left == NEVER) break;
      a3 = madd(v128.load(first, 192), d, a3);
      a4 = madd(v128.load(first, 256), d, a4);
      first += step;
      if (left == 1) break;
      d = v128.load(dy);
      dy += PIXEL;
      a0 = madd(v128.load(first), d, a0);
      a1 = madd(v128.load(first, 64), d, a1);
      a2 = madd(v128.load(first, 128), d, a2);
      if (left == NEVER) break;
      a3 = madd(v128.load(first, 192), d, a3);
      a4 = madd(v128.load(first, 256), d, a4);
      first += step;
    }
  }
  addTo(sums, a0);
  addTo(sums + PIXEL, a1);
  addTo(sums + 2 * PIXEL, a2);
  addTo(sums + 3 * PIXEL, a3);
  addTo(sums + 4 * PIXEL, a4);
}

// @ts-ignore: decorator
@inline
function addTo(to: usize, value: v128): void {
  v128.store(to, f32x4.add(v128.load(to), value));
}
