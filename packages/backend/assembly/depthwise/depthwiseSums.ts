import { BLOCK, PIXEL } from "./depthwiseBlock";
import { storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";

/**
 * How many neighbouring points are summed together. With their sums, the taps of a row and the pixels under them, they
 * fill the registers that V8 has: 4 + 3 + 6, 3 + 5 + 7, and with stride 2 2 + 5 + 7.
 */
// @ts-ignore: decorator
@inline
export function pointsTogether(taps: i32, stride: i32): i32 {
  return taps > 3 ? (stride == 1 ? 3 : 2) : 4;
}

/** Packed columns that `points` outputs read, whole groups of them. */
export function packedColumns(points: i32, taps: i32, stride: i32): i32 {
  const together = pointsTogether(taps, stride);
  return (((points + together - 1) / together) * together - 1) * stride + taps;
}

/**
 * out[points] of some rows = the sum over `tapRows` x `taps` of packed pixels times packed taps, for up to sixteen channels.
 *
 * `from`: packed rows (see packBlock) of `columns`, the first that the first output row sees. `filter`: [tapRows, taps, 16].
 * `out`: its pixels are `outPixel` bytes apart, its rows `outRow`. `taps`: 1, 2, 3 or 5; `stride`: 1, or 2 with 5 taps.
 */
export function blockSums(
  taps: i32, stride: i32, tapRows: i32, from: usize, columns: i32, filter: usize,
  out: usize, outRow: usize, outPixel: usize, rows: i32, points: i32, count: i32,
): void {
  const row = <usize>columns * PIXEL;
  for (; rows > 0; --rows, from += row * <usize>stride, out += outRow) {
    if (stride == 1) {
      if (taps == 3) three(tapRows, from, row, filter, out, outPixel, points, count);
      else if (taps == 5) five(tapRows, from, row, filter, out, outPixel, points, count);
      else if (taps == 2) two(tapRows, from, row, filter, out, outPixel, points, count);
      else one(tapRows, from, row, filter, out, outPixel, points, count);
    } else fiveStrided(tapRows, from, row, filter, out, outPixel, points, count);
  }
}

// A function each, so that the compiler makes constants of the first two arguments; in one function it merges them again.

function one(tapRows: i32, from: usize, row: usize, filter: usize, out: usize, outPixel: usize, points: i32, count: i32): void {
  rowSums(1, 1, tapRows, from, row, filter, out, outPixel, points, count);
}

function two(tapRows: i32, from: usize, row: usize, filter: usize, out: usize, outPixel: usize, points: i32, count: i32): void {
  rowSums(2, 1, tapRows, from, row, filter, out, outPixel, points, count);
}

function three(tapRows: i32, from: usize, row: usize, filter: usize, out: usize, outPixel: usize, points: i32, count: i32): void {
  rowSums(3, 1, tapRows, from, row, filter, out, outPixel, points, count);
}

function five(tapRows: i32, from: usize, row: usize, filter: usize, out: usize, outPixel: usize, points: i32, count: i32): void {
  rowSums(5, 1, tapRows, from, row, filter, out, outPixel, points, count);
}

function fiveStrided(tapRows: i32, from: usize, row: usize, filter: usize, out: usize, outPixel: usize, points: i32, count: i32): void {
  rowSums(5, 2, tapRows, from, row, filter, out, outPixel, points, count);
}

// @ts-ignore: decorator
@inline
function rowSums(
  taps: i32, stride: i32, tapRows: i32, from: usize, row: usize, filter: usize,
  out: usize, outPixel: usize, points: i32, count: i32,
): void {
  const together = pointsTogether(taps, stride);
  for (let point = 0; point < points; point += together) {
    const at = from + <usize>(point * stride) * PIXEL;
    const to = out + <usize>point * outPixel;
    const kept = min(together, points - point);
    for (let c: i32 = 0; c < min(BLOCK, count); c += 4) {
      const byte = <usize>(c * 4);
      sumPoints(taps, stride, tapRows, at + byte, row, filter + byte, to + byte, outPixel, kept, min(4, count - c));
    }
  }
}

// @ts-ignore: decorator
@inline
function sumPoints(
  taps: i32, stride: i32, tapRows: i32, x: usize, row: usize, filter: usize,
  out: usize, outPixel: usize, kept: i32, lanes: i32,
): void {
  const none = f32x4.splat(0);
  let a0 = none, a1 = none, a2 = none, a3 = none;
  for (; tapRows > 0; --tapRows, x += row, filter += <usize>taps * PIXEL) {
    const w0 = v128.load(filter);
    const w1 = taps > 1 ? v128.load(filter, 64) : none;
    const w2 = taps > 2 ? v128.load(filter, 128) : none;
    const w3 = taps > 3 ? v128.load(filter, 192) : none;
    const w4 = taps > 3 ? v128.load(filter, 256) : none;
    const x0 = v128.load(x), x1 = v128.load(x, 64), x2 = v128.load(x, 128), x3 = v128.load(x, 192);
    const x4 = taps > 1 ? v128.load(x, 256) : none;
    const x5 = taps > 2 ? v128.load(x, 320) : none;
    const x6 = taps > 3 ? v128.load(x, 384) : none;
    a0 = dot(taps, a0, w0, w1, w2, w3, w4, x0, x1, x2, x3, x4);
    if (stride == 1) {
      a1 = dot(taps, a1, w0, w1, w2, w3, w4, x1, x2, x3, x4, x5);
      a2 = dot(taps, a2, w0, w1, w2, w3, w4, x2, x3, x4, x5, x6);
      if (taps <= 3) a3 = dot(taps, a3, w0, w1, w2, w3, w4, x3, x4, x5, none, none);
    } else {
      a1 = dot(taps, a1, w0, w1, w2, w3, w4, x2, x3, x4, x5, x6);
    }
  }
  storeLanes(out, a0, lanes);
  if (kept > 1) storeLanes(out + outPixel, a1, lanes);
  if (kept > 2) storeLanes(out + 2 * outPixel, a2, lanes);
  if (kept > 3) storeLanes(out + 3 * outPixel, a3, lanes);
}

// @ts-ignore: decorator
@inline
function dot(
  taps: i32, sum: v128, w0: v128, w1: v128, w2: v128, w3: v128, w4: v128, x0: v128, x1: v128, x2: v128, x3: v128, x4: v128,
): v128 {
  let s = madd(x0, w0, sum);
  if (taps > 1) s = madd(x1, w1, s);
  if (taps > 2) s = madd(x2, w2, s);
  if (taps > 3) s = madd(x3, w3, s);
  if (taps > 3) s = madd(x4, w4, s);
  return s;
}
