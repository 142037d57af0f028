import { deactivate, LINEAR, SWISH } from "./activation";
import { loadLanes } from "./lanes";
import { madd } from "./madd";
import { addPairs, blockRows } from "./pairs";

/**
 * For each channel the sums over rows of dz and of dz * (x - mean), where z = x * scale + shift and dz = dy * activation'(z).
 * `sums`: a pair of doubles a channel.
 */
export function normalizationSums(
  x: usize, dy: usize, scale: usize, shift: usize, mean: usize, sums: usize, rows: i32, channels: i32, activation: i32,
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
      const atX = x + from + by;
      const atDy = dy + from + by;
      if (lanes < 4) sum(atX, atDy, scale + by, shift + by, mean + by, to, count, channels, lanes, activation);
      else if (activation == SWISH) sum(atX, atDy, scale + by, shift + by, mean + by, to, count, channels, 4, SWISH);
      else if (activation == LINEAR) sum(atX, atDy, scale + by, shift + by, mean + by, to, count, channels, 4, LINEAR);
      else sum(atX, atDy, scale + by, shift + by, mean + by, to, count, channels, 4, activation);
    }
  }
}

// Inlined with its last arguments constants, so that the loop holds no choice.
// @ts-ignore: decorator
@inline
function sum(
  x: usize, dy: usize, scale: usize, shift: usize, mean: usize, to: usize,
  rows: i32, channels: i32, lanes: i32, activation: i32,
): void {
  const scales = loadLanes(scale, lanes);
  const shifts = loadLanes(shift, lanes);
  const means = loadLanes(mean, lanes);
  let first = f32x4.splat(0), second = first;
  for (; rows > 0; --rows, x += <usize>channels * 4, dy += <usize>channels * 4) {
    const value = loadLanes(x, lanes);
    const dz = deactivate(madd(value, scales, shifts), loadLanes(dy, lanes), activation);
    first = f32x4.add(first, dz);
    second = madd(dz, f32x4.sub(value, means), second);
  }
  addPairs(to, first, second, lanes);
}
