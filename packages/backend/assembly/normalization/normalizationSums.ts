import { deactivate, LINEAR, SWISH } from "../simd/activation";
import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";
import { addPairs, blockRows } from "../simd/pairs";

/**
 * dz[rows, channels] = dy * activation'(x * scale + shift), and for each channel the sums over rows of dz and of
 * dz * (x - mean). `sums`: a pair of doubles per channel. If the activation is linear, dz is dy and not written.
 */
export function normalizationSums(
  x: usize, dy: usize, scale: usize, shift: usize, mean: usize, dz: usize, sums: usize,
  rows: i32, channels: i32, activation: i32,
): void {
  memory.fill(sums, 0, <usize>channels * 16);
  const step = blockRows(channels);
  for (let row = 0; row < rows; row += step) {
    const from = <usize>row * <usize>channels * 4;
    const count = min(step, rows - row);
    for (let c = 0; c < channels; c += 4) {
      const by = <usize>(c * 4);
      const to = sums + <usize>(c * 16);
      const lanes = min(4, channels - c);
      const at = from + by;
      if (lanes < 4) sum(x + at, dy + at, scale + by, shift + by, mean + by, dz + at, to, count, channels, lanes, activation);
      else if (activation == SWISH) sum(x + at, dy + at, scale + by, shift + by, mean + by, dz + at, to, count, channels, 4, SWISH);
      else if (activation == LINEAR) sum(x + at, dy + at, scale + by, shift + by, mean + by, dz + at, to, count, channels, 4, LINEAR);
      else sum(x + at, dy + at, scale + by, shift + by, mean + by, dz + at, to, count, channels, 4, activation);
    }
  }
}

// Inlined with its last arguments constants, so that the loop holds no choice.
// @ts-ignore: decorator
@inline
function sum(
  x: usize, dy: usize, scale: usize, shift: usize, mean: usize, dz: usize, to: usize,
  rows: i32, channels: i32, lanes: i32, activation: i32,
): void {
  const scales = loadLanes(scale, lanes);
  const shifts = loadLanes(shift, lanes);
  const means = loadLanes(mean, lanes);
  const step = <usize>channels * 4;
  let first = f32x4.splat(0), second = first;
  let value: v128, slope: v128;
  // Four rows a turn: V8 computes the constants of the activation again in each turn of a loop (a tenth of the time).
  for (; rows >= 4; rows -= 4, x += 4 * step, dy += 4 * step, dz += 4 * step) {
    value = loadLanes(x, lanes);
    slope = before(value, dy, scales, shifts, dz, lanes, activation);
    first = f32x4.add(first, slope);
    second = madd(slope, f32x4.sub(value, means), second);
    value = loadLanes(x + step, lanes);
    slope = before(value, dy + step, scales, shifts, dz + step, lanes, activation);
    first = f32x4.add(first, slope);
    second = madd(slope, f32x4.sub(value, means), second);
    value = loadLanes(x + 2 * step, lanes);
    slope = before(value, dy + 2 * step, scales, shifts, dz + 2 * step, lanes, activation);
    first = f32x4.add(first, slope);
    second = madd(slope, f32x4.sub(value, means), second);
    value = loadLanes(x + 3 * step, lanes);
    slope = before(value, dy + 3 * step, scales, shifts, dz + 3 * step, lanes, activation);
    first = f32x4.add(first, slope);
    second = madd(slope, f32x4.sub(value, means), second);
  }
  for (; rows > 0; --rows, x += step, dy += step, dz += step) {
    value = loadLanes(x, lanes);
    slope = before(value, dy, scales, shifts, dz, lanes, activation);
    first = f32x4.add(first, slope);
    second = madd(slope, f32x4.sub(value, means), second);
  }
  addPairs(to, first, second, lanes);
}

/** dz of four numbers, written if the activation makes a new one. */
// @ts-ignore: decorator
@inline
function before(value: v128, dy: usize, scales: v128, shifts: v128, dz: usize, lanes: i32, activation: i32): v128 {
  const slope = deactivate(madd(value, scales, shifts), loadLanes(dy, lanes), activation);
  if (activation != LINEAR) storeLanes(dz, slope, lanes);
  return slope;
}
