import { loadLanes, storeLanes } from "../simd/lanes";

/** y = min(max(x, low), high), number by number; no number stays no number, which `pmin` and `pmax` would swallow. */
export function bounded(x: usize, y: usize, count: i32, low: f32, high: f32): void {
  const floor = f32x4.splat(low), roof = f32x4.splat(high);
  for (; count >= 4; count -= 4, x += 16, y += 16) v128.store(y, f32x4.min(f32x4.max(v128.load(x), floor), roof));
  if (count > 0) storeLanes(y, f32x4.min(f32x4.max(loadLanes(x, count), floor), roof), count);
}
