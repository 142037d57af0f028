import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";
import { addPairs } from "../simd/pairs";

/** Rows whose mean is the pivot, however far x lies from zero. */
const PIVOT_ROWS: i32 = 32;
/** Rows to sum in single precision before their sums are added to doubles. */
const BLOCK_ROWS: i32 = 64;

/**
 * For each channel of x[rows, channels] the sums over rows of x - pivot and of its square, as a pair of doubles.
 *
 * `sums`: the pairs, then scratch for two floats per channel, in whole fours of channels. The rows are read as they lie in
 * memory, with the sums in the first-level cache. Mean and variance follow from the sums of all rows.
 */
export function momentSums(x: usize, rows: i32, channels: i32, pivot: usize, sums: usize): void {
  memory.fill(sums, 0, <usize>channels * 16);
  const partial = sums + <usize>channels * 16;
  const half = <usize>((channels + 3) & ~3) * 4;
  for (let row = 0; row < rows; row += BLOCK_ROWS) {
    memory.fill(partial, 0, 2 * half);
    let count = min(BLOCK_ROWS, rows - row);
    for (; count >= 2; count -= 2, x += <usize>channels * 8) addRows(x, channels, pivot, partial, half, true);
    if (count > 0) {
      addRows(x, channels, pivot, partial, half, false);
      x += <usize>channels * 4;
    }
    for (let c = 0; c < channels; c += 4) {
      const at = partial + <usize>(c * 4);
      addPairs(sums + <usize>(c * 16), v128.load(at), v128.load(at + half), min(4, channels - c));
    }
  }
}

/** The pivots [channels] of x[rows, channels]: near the mean, so that single-precision sums of x - pivot lose no digits. */
export function pivots(x: usize, rows: i32, channels: i32, to: usize): void {
  const count = min(PIVOT_ROWS, rows);
  const step = <usize>(rows / count) * <usize>channels * 4;
  for (let c = 0; c < channels; c += 4) {
    const lanes = min(4, channels - c);
    let sum = f32x4.splat(0);
    for (let i = 0; i < count; ++i) sum = f32x4.add(sum, loadLanes(x + <usize>i * step + <usize>(c * 4), lanes));
    storeLanes(to + <usize>(c * 4), f32x4.div(sum, f32x4.splat(<f32>count)), lanes);
  }
}

/** Adds x - pivot and its square, of one row or of two, to the sums of all channels. */
// @ts-ignore: decorator
@inline
function addRows(x: usize, channels: i32, pivot: usize, partial: usize, half: usize, two: bool): void {
  const step = <usize>channels * 4;
  const whole = <usize>(channels & ~3) * 4;
  for (let c: usize = 0; c < whole; c += 16) add(x + c, step, v128.load(pivot + c), partial + c, half, 4, two);
  const rest = channels & 3;
  if (rest != 0) add(x + whole, step, loadLanes(pivot + whole, rest), partial + whole, half, rest, two);
}

// @ts-ignore: decorator
@inline
function add(x: usize, step: usize, pivot: v128, partial: usize, half: usize, lanes: i32, two: bool): void {
  const upper = f32x4.sub(loadLanes(x, lanes), pivot);
  let sum = f32x4.add(v128.load(partial), upper);
  let square = madd(upper, upper, v128.load(partial + half));
  if (two) {
    const lower = f32x4.sub(loadLanes(x + step, lanes), pivot);
    sum = f32x4.add(sum, lower);
    square = madd(lower, lower, square);
  }
  v128.store(partial, sum);
  v128.store(partial + half, square);
}
