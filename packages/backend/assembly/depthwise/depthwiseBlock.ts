import { loadLanes } from "../simd/lanes";

/** Channels that a depthwise kernel works on at a time: a cache line of them. */
export const BLOCK: i32 = 16;
/** Bytes from one packed pixel to the next. */
export const PIXEL: usize = 64;

/**
 * Copies sixteen channels of some rows of an image, zeros around it: [rows, columns, 16] from row `firstRow`, column
 * `firstColumn` (both may lie outside). A kernel then meets no border, and finds every tap at a fixed distance.
 *
 * `image`: the first of the sixteen channels; `count` of them exist, the others are zeros.
 */
export function packBlock(
  image: usize, height: i32, width: i32, channels: i32, count: i32,
  firstRow: i32, rows: i32, firstColumn: i32, columns: i32, to: usize,
): void {
  const pixel = <usize>(channels * 4);
  const before = min(columns, max(0, -firstColumn));
  const inside = max(0, min(columns, width - firstColumn) - before);
  const after = columns - before - inside;
  for (let y = firstRow; y < firstRow + rows; ++y) {
    if (y < 0 || y >= height) {
      memory.fill(to, 0, <usize>columns * PIXEL);
      to += <usize>columns * PIXEL;
      continue;
    }
    let from = image + <usize>(y * width + firstColumn + before) * pixel;
    memory.fill(to, 0, <usize>before * PIXEL);
    to += <usize>before * PIXEL;
    for (let x = 0; x < inside; ++x, from += pixel, to += PIXEL) {
      if (count >= BLOCK) copySixteen(from, to);
      else copySome(from, count, to);
    }
    memory.fill(to, 0, <usize>after * PIXEL);
    to += <usize>after * PIXEL;
  }
}

// @ts-ignore: decorator
@inline
function copySixteen(from: usize, to: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}

function copySome(from: usize, count: i32, to: usize): void {
  for (let c = 0; c < BLOCK; c += 4, from += 16, to += 16) {
    const lanes = min(4, count - c);
    v128.store(to, lanes > 0 ? loadLanes(from, lanes) : f32x4.splat(0));
  }
}
