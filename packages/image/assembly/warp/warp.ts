import { areInside, takeBilinearPair, takeNearestPair } from "./pair";
import { takeBilinear, takeNearest } from "./pixel";

/** Rows `first` to `last - 1` of an image of bytes, moved by a matrix. A byte more is written. */
export function warp(from: usize, height: i32, width: i32, channels: i32, a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, isNearest: i32, rule: i32, beyond: f64, first: i32, last: i32, to: usize): void {
  // The nearest pixel is the one at half a pixel further.
  const half: f64 = isNearest ? 0.5 : 0;
  const lastX: f64 = <f64>(isNearest ? width : width - 1);
  const lastY: f64 = <f64>(isNearest ? height : height - 1);
  for (let y = first; y < last; ++y) {
    const startX = b * <f64>y;
    const startY = e * <f64>y;
    let x = 0;
    if (channels == 3)
      for (; x + 2 <= width; x += 2, to += 6) {
        const columns = f64x2.convert_low_i32x4_s(i32x4.add(i32x4.splat(x), i32x4(0, 1, 0, 0)));
        let placeX = f64x2.add(f64x2.add(f64x2.mul(f64x2.splat(a), columns), f64x2.splat(startX)), f64x2.splat(c));
        let placeY = f64x2.add(f64x2.add(f64x2.mul(f64x2.splat(d), columns), f64x2.splat(startY)), f64x2.splat(f));
        if (isNearest) {
          placeX = f64x2.add(placeX, f64x2.splat(half));
          placeY = f64x2.add(placeY, f64x2.splat(half));
        }
        if (areInside(placeX, placeY, lastX, lastY)) {
          if (isNearest) takeNearestPair(from, width, placeX, placeY, to);
          else takeBilinearPair(from, width, placeX, placeY, to);
        } else {
          const nextX = f64x2.extract_lane(placeX, 1);
          const nextY = f64x2.extract_lane(placeY, 1);
          take(from, height, width, 3, f64x2.extract_lane(placeX, 0), f64x2.extract_lane(placeY, 0), isNearest, rule, beyond, to);
          take(from, height, width, 3, nextX, nextY, isNearest, rule, beyond, to + 3);
        }
      }
    for (; x < width; ++x, to += channels)
      take(from, height, width, channels, a * <f64>x + startX + c + half, d * <f64>x + startY + f + half, isNearest, rule, beyond, to);
  }
}

/** Writes a pixel; a position for the nearest pixel is half a pixel further. */
export function take(from: usize, height: i32, width: i32, channels: i32, placeX: f64, placeY: f64, isNearest: i32, rule: i32, beyond: f64, to: usize): void {
  if (isNearest) takeNearest(from, height, width, channels, placeX, placeY, rule, beyond, to);
  else takeBilinear(from, height, width, channels, placeX, placeY, rule, beyond, to);
}
