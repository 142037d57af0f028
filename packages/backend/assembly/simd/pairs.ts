/** Adds the lanes of two sums to a pair of doubles a channel: channel by channel, first and second. */
export function addPairs(to: usize, first: v128, second: v128, lanes: i32): void {
  add(to, f32x4.extract_lane(first, 0), f32x4.extract_lane(second, 0));
  if (lanes > 1) add(to + 16, f32x4.extract_lane(first, 1), f32x4.extract_lane(second, 1));
  if (lanes > 2) add(to + 32, f32x4.extract_lane(first, 2), f32x4.extract_lane(second, 2));
  if (lanes > 3) add(to + 48, f32x4.extract_lane(first, 3), f32x4.extract_lane(second, 3));
}

// @ts-ignore: decorator
@inline
function add(to: usize, first: f32, second: f32): void {
  v128.store(to, f64x2.add(v128.load(to), f64x2.replace_lane(f64x2.splat(first), 1, second)));
}
