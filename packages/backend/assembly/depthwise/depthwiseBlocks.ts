import { BLOCK, packBlock, PIXEL } from "./depthwiseBlock";
import { rowDots } from "./depthwiseDots";
import { blockSums, packedColumns, pointsTogether } from "./depthwiseSums";
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

/** Output rows of a band whose packed input rows have `columns`. */
function bandRows(columns: i32, tapRows: i32, step: i32): i32 {
  return max(1, (BAND_BYTES / (columns * <i32>PIXEL) - tapRows) / step + 1);
}

function bandBytes(columns: i32, tapRows: i32, step: i32): i32 {
  return ((bandRows(columns, tapRows, step) - 1) * step + tapRows) * columns * <i32>PIXEL;
}

/** Bytes of scratch that the three kernels below need for the convolution at hand. */
export function depthwiseBlocksScratch(): i32 {
  const filterBytes = taps * taps * <i32>PIXEL;
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

/** y = activation(depthwise convolution of x + bias); no bias if it is 0. */
export function depthwiseBlocks(x: usize, filter: usize, y: usize, bias: usize, activation: i32, scratch: usize): void {
  const pixel = <usize>(channels * 4);
  const packed = scratch + <usize>(taps * taps) * PIXEL;
  const columns = packedColumns(outWidth, taps, stride);
  const band = bandRows(columns, taps, stride);
  for (let c = 0; c < channels; c += BLOCK) {
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
export function depthwiseBlocksInputGradient(dy: usize, filter: usize, dx: usize, scratch: usize): void {
  for (let c = 0; c < channels; c += BLOCK) {
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
export function depthwiseBlocksFilterGradient(x: usize, dy: usize, df: usize, scratch: usize): void {
  const pixel = <usize>(channels * 4);
  const packed = scratch + <usize>(taps * taps) * PIXEL;
  const columns = packedColumns(outWidth, taps, stride);
  const band = bandRows(columns, taps, stride);
  const upstream = packed + <usize>bandBytes(columns, taps, stride);
  const together = pointsTogether(taps, stride);
  const points = ((outWidth + together - 1) / together) * together;
  const row = <usize>columns * PIXEL;
  for (let c = 0; c < channels; c += BLOCK) {
    const count = min(BLOCK, channels - c);
    const byte = <usize>(c * 4);
    memory.fill(scratch, 0, <usize>(taps * taps) * PIXEL);
    for (let n = 0; n < batch; ++n) {
      const image = x + <usize>(n * height * width) * pixel + byte;
      const gradient = dy + <usize>(n * outHeight * outWidth) * pixel + byte;
      for (let oy = 0; oy < outHeight; oy += band) {
        const rows = min(band, outHeight - oy);
        packBlock(image, height, width, channels, count, oy * stride - top, (rows - 1) * stride + taps, -left, columns, packed);
        packBlock(gradient, outHeight, outWidth, channels, count, oy, rows, 0, points, upstream);
        for (let ky = 0; ky < taps; ++ky) {
          for (let g = 0; g < count; g += 4) {
            const lane = <usize>(g * 4);
            const sums = scratch + <usize>(ky * taps) * PIXEL + lane;
            rowDots(taps, stride, packed + <usize>ky * row + lane, row * <usize>stride, upstream + lane, rows, points, sums);
          }
        }
      }
    }
    for (let k = 0; k < taps * taps; ++k) {
      for (let g = 0; g < count; g += 4) {
        const sum = v128.load(scratch + <usize>k * PIXEL + <usize>(g * 4));
        storeLanes(df + <usize>k * pixel + byte + <usize>(g * 4), sum, min(4, count - g));
      }
    }
  }
}
