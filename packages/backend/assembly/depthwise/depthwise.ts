import {
  batch, channels, dilationX, dilationY, filterHeight, filterWidth, height, left, outHeight, outWidth, strideX, strideY, top, width,
} from "../convolution/geometry";
import { finishRows } from "../elementwise/finishRows";
import { addTap, ENTRY, sums, tapsInside } from "./taps";

/**
 * y = activation(depthwise convolution of x by the filter + bias), one filter a channel; no bias if it is 0.
 * `scratch`: two lists of every tap.
 */
export function depthwise(x: usize, filter: usize, y: usize, bias: usize, activation: i32, scratch: usize): void {
  const pixel = <usize>(channels * 4);
  for (let n = 0; n < batch; ++n) {
    for (let oy = 0; oy < outHeight; ++oy) {
      let count = 0;
      for (let ky = 0; ky < filterHeight; ++ky) {
        const iy = oy * strideY - top + ky * dilationY;
        if (iy < 0 || iy >= height) continue;
        for (let kx = 0; kx < filterWidth; ++kx) {
          const ix = kx * dilationX - left;
          addTap(scratch, count++, ix, <usize>((iy * width + ix) * channels * 4), <usize>(ky * filterWidth + kx) * pixel);
        }
      }
      row(scratch, count, outWidth, strideX, width, x, filter, y, pixel);
      finishRows(y, pixel, outWidth, channels, bias, activation);
      y += <usize>outWidth * pixel;
    }
    x += <usize>(height * width) * pixel;
  }
}

/**
 * dx of the same convolution: each input pixel sums the outputs that saw it.
 * Columns of one remainder by the stride see the same taps, so a row is done remainder by remainder.
 */
export function depthwiseInputGradient(dy: usize, filter: usize, dx: usize, scratch: usize): void {
  const pixel = <usize>(channels * 4);
  for (let n = 0; n < batch; ++n) {
    for (let iy = 0; iy < height; ++iy) {
      for (let first = 0; first < min(strideX, width); ++first) {
        let count = 0;
        for (let ky = 0; ky < filterHeight; ++ky) {
          const fromTop = iy + top - ky * dilationY;
          const oy = fromTop / strideY;
          if (fromTop < 0 || oy * strideY != fromTop || oy >= outHeight) continue;
          for (let kx = 0; kx < filterWidth; ++kx) {
            const fromLeft = first + left - kx * dilationX;
            const ox = fromLeft / strideX;
            if (ox * strideX != fromLeft) continue;
            addTap(scratch, count++, ox, <usize>((oy * outWidth + ox) * channels * 4), <usize>(ky * filterWidth + kx) * pixel);
          }
        }
        const points = (width - first + strideX - 1) / strideX;
        row(scratch, count, points, 1, outWidth, dy, filter, dx + <usize>first * pixel, <usize>strideX * pixel);
      }
      dx += <usize>width * pixel;
    }
    dy += <usize>(outHeight * outWidth) * pixel;
  }
}

/** One row of points, `step` input pixels apart: the points that see every tap together, those at the border one by one. */
function row(
  list: usize, count: i32, points: i32, step: i32, inWidth: i32,
  input: usize, filter: usize, out: usize, outStep: usize,
): void {
  const inStep = <usize>(step * channels * 4);
  const border = list + <usize>(filterHeight * filterWidth) * ENTRY;
  let from = 0;
  let to = points;
  for (let i = 0; i < count; ++i) {
    const pixels = i32.load(list + <usize>i * ENTRY);
    if (pixels < 0) from = max(from, (step - 1 - pixels) / step);
    to = min(to, inWidth - 1 - pixels < 0 ? 0 : (inWidth - 1 - pixels) / step + 1);
  }
  from = min(from, points);
  to = max(to, from);
  for (let p = 0; p < from; ++p) atBorder(p, list, count, step, inWidth, border, input, inStep, filter, out, outStep);
  for (let p = to; p < points; ++p) atBorder(p, list, count, step, inWidth, border, input, inStep, filter, out, outStep);
  sums(list, count, to - from, channels, input + <usize>from * inStep, inStep, filter, out + <usize>from * outStep, outStep);
}

function atBorder(
  p: i32, list: usize, count: i32, step: i32, inWidth: i32, border: usize,
  input: usize, inStep: usize, filter: usize, out: usize, outStep: usize,
): void {
  const kept = tapsInside(list, count, p * step, inWidth, border);
  sums(border, kept, 1, channels, input + <usize>p * inStep, inStep, filter, out + <usize>p * outStep, outStep);
}
