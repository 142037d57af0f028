import { BLOCK, packBlock, PIXEL } from "./depthwiseBlock";
import { tapDots } from "./depthwiseDots";
import { blockSums, packedColumns } from "./depthwiseSums";
import {
  batch, channels, filterHeight as taps, height, left, outHeight, outWidth, strideX as stride, top, width,
} from "../convolution/geometry";
import { finishRows } from "../elementwise/finishRows";
import { storeLanes } from "../simd/lanes";

/*
 * Depthwise convolutions with 3x3 taps and stride 1 or 5x5 taps and stride 1 or 2, no dilation: sixteen channels at a time
 * are packed with zeros around them, then summed. Any other convolution is depthwise.ts's: 3x3 taps with stride 2 have too
 * little to do a pixel to pay for the packing (112x112x96: 5.4 ms for dx, against 3.0).
 */

/** Bytes of packed rows that are worked on together: they stay in the second-level cache. */
const BAND_BYTES: i32 = 96 * 1024;

/** Bytes of rows of all channels that are worked on together. */
const CACHED_BYTES: i32 = 256 * 1024;
/** Rows of a band at least. */
const MIN_ROWS: i32 = 14;

/** Output rows of a band whose packed input rows have `columns`. */
function bandRows(columns: i32, tapRows: i32, step: i32): i32 {
  return max(1, (BAND_BYTES / (columns * <i32>PIXEL) - tapRows) / step + 1);
}

function bandBytes(columns: i32, tapRows: i32, step: i32): i32 {
  return ((bandRows(columns, tapRows, step) - 1) * step + tapRows) * columns * <i32>PIXEL;
}

/** Bytes of scratch that the three kernels below need for the convolution at hand. */
export function depthwiseBlocksScratch(): i32 {
  const filterBytes = taps * taps * <i32>PIXEL * ((channels + BLOCK - 1) / BLOCK);
  const columns = packedColumns(outWidth, taps, stride);
  const upstream = bandRows(columns, taps, stride) * (outWidth + 4) * <i32>PIXEL;
  return filterBytes + max(bandBytes(columns, taps, stride) + upstream, backBytes());
}

/** Of the input gradient: the largest band of any remainder. Fewer taps and narrower rows may need more bytes, not fewer. */
function backBytes(): i32 {
  let bytes = 0;
  for (let py = 0; py < min(stride, height); ++py) {
    const tapRows = tapsOf((py + top) % stride);
    for (let px = 0; px < min(stride, width); ++px) {
      bytes = max(bytes, bandBytes(packedColumns(pointsOf(width, px), tapsOf((px + left) % stride), 1), tapRows, 1));
    }
  }
  return bytes;
}

/** Taps of a remainder, along one side. */
function tapsOf(first: i32): i32 {
  return (taps - first + stride - 1) / stride;
}

/** Pixels of a remainder, along one side. */
function pointsOf(side: i32, first: i32): i32 {
  return (side - first + stride - 1) / stride;
}

/** y = activation(depthwise convolution of x + bias) of the channels from `first` (a multiple of 16) on, before `end`; no bias if it is 0. */
export function depthwiseBlocks(
  x: usize, filter: usize, y: usize, bias: usize, activation: i32, scratch: usize, first: i32, end: i32,
): void {
  const pixel = <usize>(channels * 4);
  const packed = scratch + <usize>(taps * taps) * PIXEL;
  const columns = packedColumns(outWidth, taps, stride);
  const band = bandRows(columns, taps, stride);
  for (let c = first; c < end; c += BLOCK) {
    const count = min(BLOCK, channels - c);
    const byte = <usize>(c * 4);
    packBlock(filter + byte, taps, taps, channels, count, 0, taps, 0, taps, scratch);
    for (let n = 0; n < batch; ++n) {
      const image = x + <usize>(n * height * width) * pixel + byte;
      const out = y + <usize>(n * outHeight * outWidth) * pixel + byte;
      for (let oy = 0; oy < outHeight; oy += band) {
        const rows = min(band, outHeight - oy);
        packBlock(image, height, width, channels, count, oy * stride - top, (rows - 1) * stride + taps, -left, columns, packed);
        const to = out + <usize>(oy * outWidth) * pixel;
        blockSums(taps, stride, taps, packed, columns, scratch, to, <usize>outWidth * pixel, pixel, rows, outWidth, count);
        finishRows(to, pixel, rows * outWidth, count, bias == 0 ? 0 : bias + byte, activation);
      }
    }
  }
}

/**
 * dx of the same convolution. Pixels of one remainder by the stride see the same taps, every stride-th one: for each
 * remainder dx is a convolution of dy by those taps, turned round, with stride 1.
 */
export function depthwiseBlocksInputGradient(dy: usize, filter: usize, dx: usize, scratch: usize, first: i32, end: i32): void {
  for (let c = first; c < end; c += BLOCK) {
    for (let py = 0; py < min(stride, height); ++py) {
      for (let px = 0; px < min(stride, width); ++px) remainder(dy, filter, dx, scratch, c, py, px);
    }
  }
}

function remainder(dy: usize, filter: usize, dx: usize, scratch: usize, c: i32, py: i32, px: i32): void {
  const pixel = <usize>(channels * 4);
  const packed = scratch + <usize>(taps * taps) * PIXEL;
  const count = min(BLOCK, channels - c);
  const byte = <usize>(c * 4);
  const firstY = (py + top) % stride, firstX = (px + left) % stride;
  const tapRows = tapsOf(firstY), tapColumns = tapsOf(firstX);
  let to = scratch;
  for (let ky = firstY + stride * (tapRows - 1); ky >= 0; ky -= stride) {
    for (let kx = firstX + stride * (tapColumns - 1); kx >= 0; kx -= stride, to += PIXEL) {
      packBlock(filter + byte, taps, taps, channels, count, ky, 1, kx, 1, to);
    }
  }
  const above = (py + top - firstY) / stride - (tapRows - 1), before = (px + left - firstX) / stride - (tapColumns - 1);
  const rows = pointsOf(height, py), points = pointsOf(width, px);
  const columns = packedColumns(points, tapColumns, 1);
  const band = bandRows(columns, tapRows, 1);
  const outRow = <usize>(stride * width) * pixel;
  for (let n = 0; n < batch; ++n) {
    const image = dy + <usize>(n * outHeight * outWidth) * pixel + byte;
    const out = dx + <usize>((n * height + py) * width + px) * pixel + byte;
    for (let q = 0; q < rows; q += band) {
      const some = min(band, rows - q);
      packBlock(image, outHeight, outWidth, channels, count, above + q, some - 1 + tapRows, before, columns, packed);
      blockSums(tapColumns, 1, tapRows, packed, columns, scratch, out + <usize>q * outRow, outRow, <usize>stride * pixel, some, points, count);
    }
  }
}

/** df of the same convolution: for each tap the sum of x * dy. */
export function depthwiseBlocksFilterGradient(x: usize, dy: usize, df: usize, scratch: usize, first: i32, end: i32): void {
  const pixel = <usize>(channels * 4);
  const filterBytes = <usize>(taps * taps) * PIXEL;
  const blocks = (end - first + BLOCK - 1) / BLOCK;
  const packed = scratch + filterBytes * <usize>blocks;
  const columns = packedColumns(outWidth, taps, stride);
  const band = min(bandRows(columns, taps, stride), rowsInCache());
  const upstream = packed + <usize>bandBytes(columns, taps, stride);
  memory.fill(scratch, 0, filterBytes * <usize>blocks);
  for (let n = 0; n < batch; ++n) {
    const image = x + <usize>(n * height * width) * pixel;
    const gradient = dy + <usize>(n * outHeight * outWidth) * pixel;
    let read = 0;
    for (let oy = 0; oy < outHeight; oy += band) {
      const rows = min(band, outHeight - oy);
      const from = oy * stride - top, seen = min(height, from + (rows - 1) * stride + taps);
      touchRows(image + <usize>(first * 4), read, seen, width, end - first);
      touchRows(gradient + <usize>(first * 4), oy, oy + rows, outWidth, end - first);
      read = max(read, seen);
      let sums = scratch;
      for (let c = first; c < end; c += BLOCK, sums += filterBytes) {
        const count = min(BLOCK, channels - c);
        const byte = <usize>(c * 4);
        packBlock(image + byte, height, width, channels, count, from, (rows - 1) * stride + taps, -left, columns, packed);
        packBlock(gradient + byte, outHeight, outWidth, channels, count, oy, rows, 0, outWidth, upstream);
        for (let g: usize = 0; g < <usize>(count * 4); g += 16) {
          tapDots(taps, stride, packed + g, <usize>columns * PIXEL, upstream + g, rows, outWidth, sums + g);
        }
      }
    }
  }
  let sums = scratch;
  for (let c = first; c < end; c += BLOCK) {
    const count = min(BLOCK, channels - c);
    for (let k = 0; k < taps * taps; ++k, sums += PIXEL) {
      for (let g = 0; g < count; g += 4) {
        storeLanes(df + <usize>k * pixel + <usize>((c + g) * 4), v128.load(sums + <usize>(g * 4)), min(4, count - g));
      }
    }
  }
}

/** Output rows whose pixels stay in the second-level cache while one block after the other is packed. */
function rowsInCache(): i32 {
  return max(MIN_ROWS, CACHED_BYTES / (width * stride * channels * 4));
}

/**
 * Reads 4 of each 64 bytes of some rows, in order. A block reads one line of each pixel, which no prefetcher follows.
 */
function touchRows(image: usize, from: i32, to: i32, pixels: i32, some: i32): void {
  if (to <= from) return;
  const pixel = <usize>(channels * 4);
  let seen: i32 = 0;
  let at = image + <usize>(from * pixels) * pixel;
  for (let left = (to - from) * pixels; left > 0; --left, at += pixel) {
    for (let byte: usize = 0; byte < <usize>(some * 4); byte += 64) seen |= i32.load(at + byte);
  }
  last = seen;
}

let last: i32 = 0;
