import { mix } from "./mix";

/** From 2^52 on, doubles are whole, and their low bits are an integer. */
const WHOLE: f64 = 4503599627370496.0;

/** Whether both positions have their four neighbours inside. */
// @ts-ignore: decorator
@inline
export function areInside(placeX: v128, placeY: v128, lastX: f64, lastY: f64): bool {
  const zero = f64x2.splat(0);
  const low = v128.and(f64x2.ge(placeX, zero), f64x2.ge(placeY, zero));
  const up = v128.and(f64x2.lt(placeX, f64x2.splat(lastX)), f64x2.lt(placeY, f64x2.splat(lastY)));
  return i64x2.all_true(v128.and(low, up));
}

/** Writes two RGB pixels, each the nearest to a position inside; the byte after them is written, too. */
// @ts-ignore: decorator
@inline
export function takeNearestPair(from: usize, width: i32, placeX: v128, placeY: v128, to: usize): void {
  const at = offsets(f64x2.floor(placeX), f64x2.floor(placeY), width);
  store<u32>(to, load<u32>(from + i32x4.extract_lane(at, 0)));
  store<u32>(to, load<u32>(from + i32x4.extract_lane(at, 2)), 3);
}

/** Writes two RGB pixels between the four around each position; the byte after them is written, too. */
// @ts-ignore: decorator
@inline
export function takeBilinearPair(from: usize, width: i32, placeX: v128, placeY: v128, to: usize): void {
  const left = f64x2.floor(placeX);
  const top = f64x2.floor(placeY);
  const across = f32x4.demote_f64x2_zero(f64x2.sub(placeX, left));
  const down = f32x4.demote_f64x2_zero(f64x2.sub(placeY, top));
  const at = offsets(left, top, width);
  const stride: usize = 3 * width;
  const one = from + i32x4.extract_lane(at, 0);
  const other = from + i32x4.extract_lane(at, 2);
  mix(v128.load64_lane(one + stride, v128.load64_zero(one), 1), i32x4.shuffle(across, across, 0, 0, 0, 0), i32x4.shuffle(down, down, 0, 0, 0, 0), to);
  mix(v128.load64_lane(other + stride, v128.load64_zero(other), 1), i32x4.shuffle(across, across, 1, 1, 1, 1), i32x4.shuffle(down, down, 1, 1, 1, 1), to + 3);
}

/** The offsets of two RGB pixels, in the low bits of doubles. */
// @ts-ignore: decorator
@inline
function offsets(left: v128, top: v128, width: i32): v128 {
  const pixel = f64x2.add(f64x2.mul(top, f64x2.splat(<f64>width)), left);
  return f64x2.add(f64x2.mul(pixel, f64x2.splat(3)), f64x2.splat(WHOLE));
}
