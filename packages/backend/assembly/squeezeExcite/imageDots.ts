import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";

/** Pixels whose sums are made before they are added up: fewer roundings than one long sum. */
const BLOCK_PIXELS: i32 = 32;

/**
 * means[images, channels] = the sum over the pixels of x[images, pixels, channels], times a factor. `scratch`: a float per
 * channel.
 */
export function imageMeans(
  x: usize, means: usize, factor: f32, images: i32, pixels: i32, channels: i32, scratch: usize,
): void {
  imageSums(x, 0, means, images, pixels, channels, factor, scratch);
}

/** dots[images, channels] = the sum over the pixels of x * y, times a factor. `scratch`: a float per channel. */
export function imageDots(
  x: usize, y: usize, dots: usize, factor: f32, images: i32, pixels: i32, channels: i32, scratch: usize,
): void {
  imageSums(x, y, dots, images, pixels, channels, factor, scratch);
}

/** The pixels are read as they lie in memory, with the sums in the first-level cache. */
function imageSums(
  x: usize, y: usize, sums: usize, images: i32, pixels: i32, channels: i32, factor: f32, partial: usize,
): void {
  const row = <usize>channels * 4;
  memory.fill(sums, 0, <usize>images * row);
  for (; images > 0; --images, sums += row) {
    for (let pixel = 0; pixel < pixels; pixel += BLOCK_PIXELS) {
      let count = min(BLOCK_PIXELS, pixels - pixel);
      memory.fill(partial, 0, row);
      if (y == 0) {
        for (; count >= 8; count -= 8, x += 8 * row) addEight(x, row, channels, partial);
      }
      for (; count >= 2; count -= 2, x += 2 * row) {
        addPixels(x, y, row, channels, partial, true);
        if (y != 0) y += 2 * row;
      }
      if (count > 0) {
        addPixels(x, y, row, channels, partial, false);
        x += row;
        if (y != 0) y += row;
      }
      for (let c = 0; c < channels; c += 4) {
        const by = <usize>(c * 4);
        const lanes = min(4, channels - c);
        const sum = madd(loadLanes(partial + by, lanes), f32x4.splat(factor), loadLanes(sums + by, lanes));
        storeLanes(sums + by, sum, lanes);
      }
    }
  }
}

function addPixels(x: usize, y: usize, row: usize, channels: i32, partial: usize, two: bool): void {
  const whole = <usize>(channels & ~3) * 4;
  const rest = channels & 3;
  if (y == 0) {
    for (let c: usize = 0; c < whole; c += 16) add(x + c, row, partial + c, 4, two);
    if (rest != 0) add(x + whole, row, partial + whole, rest, two);
  } else {
    for (let c: usize = 0; c < whole; c += 16) dot(x + c, y + c, row, partial + c, 4, two);
    if (rest != 0) dot(x + whole, y + whole, row, partial + whole, rest, two);
  }
}

/** Eight pixels in their order: the sums are read and written once for all of them. */
function addEight(x: usize, row: usize, channels: i32, partial: usize): void {
  const whole = <usize>(channels & ~3) * 4;
  for (let c: usize = 0; c < whole; c += 16) v128.store(partial + c, eight(v128.load(partial + c), x + c, row, 4));
  const rest = channels & 3;
  if (rest != 0) storeLanes(partial + whole, eight(loadLanes(partial + whole, rest), x + whole, row, rest), rest);
}

// @ts-ignore: decorator
@inline
function eight(sum: v128, x: usize, row: usize, lanes: i32): v128 {
  for (let pixel = 0; pixel < 8; ++pixel, x += row) sum = f32x4.add(sum, loadLanes(x, lanes));
  return sum;
}

// @ts-ignore: decorator
@inline
function add(x: usize, row: usize, partial: usize, lanes: i32, two: bool): void {
  let sum = f32x4.add(loadLanes(partial, lanes), loadLanes(x, lanes));
  if (two) sum = f32x4.add(sum, loadLanes(x + row, lanes));
  storeLanes(partial, sum, lanes);
}

// @ts-ignore: decorator
@inline
function dot(x: usize, y: usize, row: usize, partial: usize, lanes: i32, two: bool): void {
  let sum = madd(loadLanes(x, lanes), loadLanes(y, lanes), loadLanes(partial, lanes));
  if (two) sum = madd(loadLanes(x + row, lanes), loadLanes(y + row, lanes), sum);
  storeLanes(partial, sum, lanes);
}
