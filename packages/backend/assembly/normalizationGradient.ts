import { deactivate, LINEAR, SWISH } from "./activation";
import { loadLanes, storeLanes } from "./lanes";
import { madd } from "./madd";

/**
 * dx[rows, channels] = scale * dz + slope * x + offset, where z = x * scale + shift and dz = dy * activation'(z).
 *
 * With the batch's own statistics slope and offset carry what flows through mean and variance; with fixed ones they are zero.
 */
export function normalizationGradient(
  x: usize, dy: usize, scale: usize, shift: usize, slope: usize, offset: usize, dx: usize,
  rows: i32, channels: i32, activation: i32,
): void {
  const step = <usize>channels * 4;
  for (; rows > 0; --rows, x += step, dy += step, dx += step) {
    if (activation == SWISH) row(x, dy, scale, shift, slope, offset, dx, channels, SWISH);
    else if (activation == LINEAR) row(x, dy, scale, shift, slope, offset, dx, channels, LINEAR);
    else row(x, dy, scale, shift, slope, offset, dx, channels, activation);
  }
}

// Inlined with its last argument a constant, so that the loop holds no choice.
// @ts-ignore: decorator
@inline
function row(
  x: usize, dy: usize, scale: usize, shift: usize, slope: usize, offset: usize, dx: usize, channels: i32, activation: i32,
): void {
  for (; channels > 0; channels -= 4, x += 16, dy += 16, scale += 16, shift += 16, slope += 16, offset += 16, dx += 16) {
    const lanes = min(4, channels);
    const value = loadLanes(x, lanes);
    const scales = loadLanes(scale, lanes);
    const dz = deactivate(madd(value, scales, loadLanes(shift, lanes)), loadLanes(dy, lanes), activation);
    storeLanes(dx, madd(scales, dz, madd(loadLanes(slope, lanes), value, loadLanes(offset, lanes))), lanes);
  }
}
