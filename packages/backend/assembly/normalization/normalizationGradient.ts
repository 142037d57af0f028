import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";

/**
 * dx[rows, channels] = scale * dz + slope * x + offset, with dz made by `normalizationSums`; dx may be dz.
 *
 * With the batch's own statistics slope and offset carry what flows through mean and variance.
 */
export function normalizationGradient(
  x: usize, dz: usize, scale: usize, slope: usize, offset: usize, dx: usize, rows: i32, channels: i32,
): void {
  const step = <usize>channels * 4;
  const whole = <usize>(channels & ~3) * 4;
  const rest = channels & 3;
  for (; rows > 0; --rows, x += step, dz += step, dx += step) {
    for (let c: usize = 0; c < whole; c += 16) {
      const through = madd(v128.load(slope + c), v128.load(x + c), v128.load(offset + c));
      v128.store(dx + c, madd(v128.load(scale + c), v128.load(dz + c), through));
    }
    if (rest == 0) continue;
    const through = madd(loadLanes(slope + whole, rest), loadLanes(x + whole, rest), loadLanes(offset + whole, rest));
    storeLanes(dx + whole, madd(loadLanes(scale + whole, rest), loadLanes(dz + whole, rest), through), rest);
  }
}
