import { madd } from "../simd/madd";
import {
  batch, channels, dilationX, dilationY, filterHeight, filterWidth, height, left, outHeight, outWidth, strideX, strideY, top, width,
} from "../convolution/geometry";

/** Pixels of a band of rows: a band's lines of x and dy stay in the first-level cache while every tap passes over them. */
const BAND: i32 = 256;

/**
 * df = the gradient of the filter [filterHeight, filterWidth, channels]: for each tap the sum of x * dy; of the channels from
 * `first` (a multiple of 8) on, before `end`.
 */
export function depthwiseFilterGradient(x: usize, dy: usize, df: usize, first: i32, end: i32): void {
  const pixel = <usize>(channels * 4);
  for (let k = 0; k < filterHeight * filterWidth; ++k) {
    memory.fill(df + <usize>k * pixel + <usize>(first * 4), 0, <usize>(end - first) * 4);
  }
  const rows = max(1, BAND / outWidth);
  for (let n = 0; n < batch; ++n) {
    for (let oy = 0; oy < outHeight; oy += rows) {
      const band = min(rows, outHeight - oy);
      let c = first;
      for (; c + 8 <= end; c += 8) ofBand(x + <usize>(c * 4), dy + <usize>(c * 4), df + <usize>(c * 4), oy, band, true);
      for (; c < end; ++c) ofBand(x + <usize>(c * 4), dy + <usize>(c * 4), df + <usize>(c * 4), oy, band, false);
    }
    x += <usize>(height * width) * pixel;
    dy += <usize>(outHeight * outWidth) * pixel;
  }
}

/** Adds what a band of output rows contributes to every tap, for eight channels or for one. */
function ofBand(x: usize, dy: usize, df: usize, first: i32, rows: i32, eight: bool): void {
  const pixel = channels * 4;
  for (let ky = 0; ky < filterHeight; ++ky) {
    for (let kx = 0; kx < filterWidth; ++kx, df += <usize>pixel) {
      const shift = kx * dilationX - left;
      const from = shift < 0 ? (strideX - 1 - shift) / strideX : 0;
      const last = width - 1 - shift;
      const to = last < 0 ? 0 : min(outWidth, last / strideX + 1);
      if (to <= from) continue;
      for (let oy = first; oy < first + rows; ++oy) {
        const iy = oy * strideY - top + ky * dilationY;
        if (iy < 0 || iy >= height) continue;
        const atX = x + <usize>((iy * width + from * strideX + shift) * pixel);
        const atDy = dy + <usize>((oy * outWidth + from) * pixel);
        if (eight) dotEight(atX, <usize>(strideX * pixel), atDy, <usize>pixel, to - from, df);
        else dotOne(atX, <usize>(strideX * pixel), atDy, <usize>pixel, to - from, df);
      }
    }
  }
}

/** df[8] += the sum over points of x * dy; two partial sums a vector, so that no sum waits for its own last step. */
function dotEight(x: usize, xStep: usize, dy: usize, dyStep: usize, points: i32, df: usize): void {
  let l0 = v128.load(df), r0 = v128.load(df, 16);
  let l1 = f32x4.splat(0), r1 = l1;
  for (; points >= 2; points -= 2) {
    l0 = madd(v128.load(x), v128.load(dy), l0);
    r0 = madd(v128.load(x, 16), v128.load(dy, 16), r0);
    x += xStep;
    dy += dyStep;
    l1 = madd(v128.load(x), v128.load(dy), l1);
    r1 = madd(v128.load(x, 16), v128.load(dy, 16), r1);
    x += xStep;
    dy += dyStep;
  }
  if (points > 0) {
    l0 = madd(v128.load(x), v128.load(dy), l0);
    r0 = madd(v128.load(x, 16), v128.load(dy, 16), r0);
  }
  v128.store(df, f32x4.add(l0, l1));
  v128.store(df, f32x4.add(r0, r1), 16);
}

function dotOne(x: usize, xStep: usize, dy: usize, dyStep: usize, points: i32, df: usize): void {
  let sum: f32 = 0;
  for (; points > 0; --points, x += xStep, dy += dyStep) sum += f32.load(x) * f32.load(dy);
  f32.store(df, f32.load(df) + sum);
}
