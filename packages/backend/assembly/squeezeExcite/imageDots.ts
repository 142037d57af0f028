import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";

/** means[images, channels] = the mean over the pixels of x[images, pixels, channels]. */
export function imageMeans(x: usize, means: usize, images: i32, pixels: i32, channels: i32): void {
  imageSums(x, 0, means, images, pixels, channels, <f32>1 / <f32>pixels);
}

/** dots[images, channels] = the sum over the pixels of x * y. */
export function imageDots(x: usize, y: usize, dots: usize, images: i32, pixels: i32, channels: i32): void {
  imageSums(x, y, dots, images, pixels, channels, 1);
}

/** Sums of 32 pixels each, those added up: fewer roundings than one long sum, and the block stays in the cache. */
function imageSums(x: usize, y: usize, sums: usize, images: i32, pixels: i32, channels: i32, factor: f32): void {
  const row = <usize>channels * 4;
  memory.fill(sums, 0, <usize>images * row);
  for (; images > 0; --images, sums += row) {
    for (let pixel = 0; pixel < pixels; pixel += 32) {
      const count = min(32, pixels - pixel);
      for (let c = 0; c < channels; c += 4) {
        const by = <usize>(c * 4);
        const lanes = min(4, channels - c);
        const sum = y == 0 ? sumLanes(x + by, row, count, lanes) : dotLanes(x + by, y + by, row, count, lanes);
        storeLanes(sums + by, madd(sum, f32x4.splat(factor), loadLanes(sums + by, lanes)), lanes);
      }
      x += <usize>count * row;
      if (y != 0) y += <usize>count * row;
    }
  }
}

function sumLanes(x: usize, row: usize, count: i32, lanes: i32): v128 {
  let even = f32x4.splat(0), odd = even;
  for (; count > 1; count -= 2, x += 2 * row) {
    even = f32x4.add(even, loadLanes(x, lanes));
    odd = f32x4.add(odd, loadLanes(x + row, lanes));
  }
  if (count > 0) even = f32x4.add(even, loadLanes(x, lanes));
  return f32x4.add(even, odd);
}

function dotLanes(x: usize, y: usize, row: usize, count: i32, lanes: i32): v128 {
  let even = f32x4.splat(0), odd = even;
  for (; count > 1; count -= 2, x += 2 * row, y += 2 * row) {
    even = madd(loadLanes(x, lanes), loadLanes(y, lanes), even);
    odd = madd(loadLanes(x + row, lanes), loadLanes(y + row, lanes), odd);
  }
  if (count > 0) even = madd(loadLanes(x, lanes), loadLanes(y, lanes), even);
  return f32x4.add(even, odd);
}
