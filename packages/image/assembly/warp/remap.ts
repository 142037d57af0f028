import { areInside, takeBilinearPair, takeNearestPair } from "./pair";
import { take } from "./warp";

/** `count` pixels of an image of bytes, from the positions in single precision at `mapX` and `mapY`. A byte more is written. */
export function remap(from: usize, height: i32, width: i32, channels: i32, mapX: usize, mapY: usize, count: i32, isNearest: i32, rule: i32, beyond: f64, to: usize): void {
  const half: f64 = isNearest ? 0.5 : 0;
  const lastX: f64 = <f64>(isNearest ? width : width - 1);
  const lastY: f64 = <f64>(isNearest ? height : height - 1);
  let i = 0;
  if (channels == 3)
    for (; i + 2 <= count; i += 2, mapX += 8, mapY += 8, to += 6) {
      const placeX = f64x2.add(f64x2.promote_low_f32x4(v128.load64_zero(mapX)), f64x2.splat(half));
      const placeY = f64x2.add(f64x2.promote_low_f32x4(v128.load64_zero(mapY)), f64x2.splat(half));
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
  for (; i < count; ++i, mapX += 4, mapY += 4, to += channels)
    take(from, height, width, channels, <f64>load<f32>(mapX) + half, <f64>load<f32>(mapY) + half, isNearest, rule, beyond, to);
}
