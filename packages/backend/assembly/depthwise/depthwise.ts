import {
  batch, channels, dilationX, dilationY, filterHeight, filterWidth, height, left, outHeight, outWidth, strideX, strideY, top, width,
} from "../convolution/geometry";
import { finishRows } from "../elementwise/finishRows";
import { addTap, ENTRY, sums, tapsInside } from "./taps";
import { POINTS, slides, windows } from "./window";

/**
 * y = activation(depthwise convolution of x by the filter + bias), one filter a channel; no bias if it is 0.
 * Makes the rows of all images from `first` on, before `end`. `scratch`: two lists of every tap.
 */
export function depthwise(
  x: usize, filter: usize, y: usize, bias: usize, activation: i32, scratch: usize, first: i32, end: i32,
): void {
  const pixel = <usize>(channels * 4);
  y += <usize>(first * outWidth) * pixel;
  while (first < end) {
    const image = x + <usize>(first / outHeight * height * width) * pixel;
    const start = first % outHeight;
    const last = min(outHeight, start + end - first);
    first += last - start;
    let read = max(0, start * strideY - top);
    for (let oy = start; oy < last; ++oy) {
      let count = 0;
      const seen = min(height, oy * strideY - top + (filterHeight - 1) * dilationY + 1);
      if (seen > read) {
        touch(image + <usize>(read * width) * pixel, <usize>((seen - read) * width) * pixel);
        read = seen;
      }
      for (let ky = 0; ky < filterHeight; ++ky) {
        const iy = oy * strideY - top + ky * dilationY;
        if (iy < 0 || iy >= height) continue;
        for (let kx = 0; kx < filterWidth; ++kx) {
          const ix = kx * dilationX - left;
          addTap(scratch, count++, ix, <usize>((iy * width + ix) * channels * 4), <usize>(ky * filterWidth + kx) * pixel);
        }
      }
      row(scratch, count, outWidth, strideX, width, image, filter, y, pixel, slides(filterWidth, strideX, dilationX));
      finishRows(y, pixel, outWidth, channels, bias, activation);
      y += <usize>outWidth * pixel;
    }
  }
}

/**
 * Reads 4 of each 64 bytes, in order. A sum reads dozens of places in turns, which no prefetcher follows: after this they
 * are in the second-level cache (112x112x96, stride 2: 3.3 ms instead of 4.9).
 */
function touch(from: usize, bytes: usize): void {
  let seen: i32 = 0;
  for (const end = from + bytes; from < end; from += 64) seen |= i32.load(from);
  last = seen;
}

let last: i32 = 0;

/**
 * dx of the same convolution: each input pixel sums the outputs that saw it.
 * Columns of one remainder by the stride see the same taps, so a row is done remainder by remainder. Makes the rows of all
 * images from `start` on, before `end`.
 */
export function depthwiseInputGradient(dy: usize, filter: usize, dx: usize, scratch: usize, start: i32, end: i32): void {
  const pixel = <usize>(channels * 4);
  dx += <usize>(start * width) * pixel;
  for (let at = start; at < end; ++at, dx += <usize>width * pixel) {
    const iy = at % height;
    const image = dy + <usize>(at / height * outHeight * outWidth) * pixel;
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
      row(scratch, count, points, 1, outWidth, image, filter, dx + <usize>first * pixel, <usize>strideX * pixel, false);
    }
  }
}

/** One row of points, `step` input pixels apart, whose taps slide over the image or not: the points that see every tap together, those at the border one by one. */
function row(
  list: usize, count: i32, points: i32, step: i32, inWidth: i32,
  input: usize, filter: usize, out: usize, outStep: usize, sliding: bool,
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
  const inner = input + <usize>from * inStep, result = out + <usize>from * outStep;
  if (sliding && to - from >= POINTS && (channels & 3) == 0) {
    windows(filterWidth, step, list, count, to - from, channels, inner, <usize>(channels * 4), filter, result, outStep);
  } else sums(list, count, to - from, channels, inner, inStep, filter, result, outStep);
}

function atBorder(
  p: i32, list: usize, count: i32, step: i32, inWidth: i32, border: usize,
  input: usize, inStep: usize, filter: usize, out: usize, outStep: usize,
): void {
  const kept = tapsInside(list, count, p * step, inWidth, border);
  sums(border, kept, 1, channels, input + <usize>p * inStep, inStep, filter, out + <usize>p * outStep, outStep);
}
