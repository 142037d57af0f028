import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";
import { addPairs, blockRows } from "../simd/pairs";

/** Rows whose mean is the pivot: single-precision sums of x - pivot lose no digits however far x lies from zero. */
const PIVOT_ROWS: i32 = 32;

/**
 * Mean and (biased) variance of each channel of x[rows, channels].
 * `scratch`: two doubles a channel.
 */
export function moments(x: usize, rows: i32, channels: i32, mean: usize, variance: usize, scratch: usize): void {
  memory.fill(scratch, 0, <usize>channels * 16);
  pivots(x, rows, channels, mean);
  const step = blockRows(channels);
  for (let row = 0; row < rows; row += step) {
    const block = x + <usize>row * <usize>channels * 4;
    const count = min(step, rows - row);
    let c = 0;
    for (; c + 8 <= channels; c += 8) sumEight(block + <usize>(c * 4), count, channels, mean + <usize>(c * 4), scratch + <usize>(c * 16));
    for (; c < channels; c += 4) {
      sumLanes(block + <usize>(c * 4), count, channels, min(4, channels - c), mean + <usize>(c * 4), scratch + <usize>(c * 16));
    }
  }
  for (let c = 0; c < channels; ++c) {
    const shift = f64.load(scratch + <usize>(c * 16)) / rows;
    const square = f64.load(scratch + <usize>(c * 16), 8) / rows;
    f32.store(mean + <usize>(c * 4), <f32>(<f64>f32.load(mean + <usize>(c * 4)) + shift));
    f32.store(variance + <usize>(c * 4), <f32>max(0, square - shift * shift));
  }
}

function pivots(x: usize, rows: i32, channels: i32, to: usize): void {
  const count = min(PIVOT_ROWS, rows);
  const step = <usize>(rows / count) * <usize>channels * 4;
  for (let c = 0; c < channels; c += 4) {
    const lanes = min(4, channels - c);
    let sum = f32x4.splat(0);
    for (let i = 0; i < count; ++i) sum = f32x4.add(sum, loadLanes(x + <usize>i * step + <usize>(c * 4), lanes));
    storeLanes(to + <usize>(c * 4), f32x4.div(sum, f32x4.splat(<f32>count)), lanes);
  }
}

/** Adds the sums of x - pivot and of its square over `rows` rows for eight channels. */
function sumEight(x: usize, rows: i32, channels: i32, pivot: usize, sums: usize): void {
  const left = v128.load(pivot);
  const right = v128.load(pivot, 16);
  let sumL = f32x4.splat(0), sumR = sumL, squareL = sumL, squareR = sumL;
  for (; rows > 0; --rows, x += <usize>channels * 4) {
    const l = f32x4.sub(v128.load(x), left);
    const r = f32x4.sub(v128.load(x, 16), right);
    sumL = f32x4.add(sumL, l);
    sumR = f32x4.add(sumR, r);
    squareL = madd(l, l, squareL);
    squareR = madd(r, r, squareR);
  }
  addPairs(sums, sumL, squareL, 4);
  addPairs(sums + 64, sumR, squareR, 4);
}

function sumLanes(x: usize, rows: i32, channels: i32, lanes: i32, pivot: usize, sums: usize): void {
  const pivots = loadLanes(pivot, lanes);
  let sum = f32x4.splat(0), square = sum;
  for (; rows > 0; --rows, x += <usize>channels * 4) {
    const difference = f32x4.sub(loadLanes(x, lanes), pivots);
    sum = f32x4.add(sum, difference);
    square = madd(difference, difference, square);
  }
  addPairs(sums, sum, square, lanes);
}
