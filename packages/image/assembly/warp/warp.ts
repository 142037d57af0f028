import { CONSTANT } from "./border";
import { take } from "./pixel";
import { putPlaces, RUN, WHOLE } from "./places";
import { takeRun } from "./takeRun";
import { putTurned, takeTurned } from "./turned";

/** Rows `first` to `last - 1` of an image of bytes, moved by a matrix. `space` is for the places of a run; 48 bytes more are written. */
export function warp(from: usize, height: i32, width: i32, channels: i32, a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, isNearest: i32, rule: i32, beyond: f64, first: i32, last: i32, space: usize, to: usize): void {
  // The nearest pixel is the one at half a pixel further.
  const half: f64 = isNearest ? 0.5 : 0;
  const fills = channels == 3 && rule == CONSTANT && (isNearest || nearest(beyond) == beyond);
  const level = i8x16.splat(<i8><u8>min(max(nearest(beyond), 0), 255));
  const limitX: f64 = <f64>(isNearest ? width : width - 1);
  const limitY: f64 = <f64>(isNearest ? height : height - 1);
  const none = <f64>(<i32>(width < 0)); // 0, which the compiler does not know: see simd/rgb.ts
  const stride = f64x2.splat(<f64>(3 * width));
  const three = f64x2.splat(3 + none);
  const whole = f64x2.splat(WHOLE + none);
  const two = f64x2.splat(2 + none);
  const halves = f64x2.splat(0.5 + none);
  const factorX = f64x2.splat(a);
  const factorY = f64x2.splat(d);
  const addendX = f64x2.splat(c);
  const addendY = f64x2.splat(f);
  for (let y = first; y < last; ++y) {
    const startX = b * <f64>y;
    const startY = e * <f64>y;
    const rowX = f64x2.splat(startX);
    const rowY = f64x2.splat(startY);
    for (let x = 0; x < width; x += RUN) {
      const count = min(RUN, width - x);
      if (channels == 3) {
        const end = <f64>(x + (count - 1 | 1)); // places are computed in pairs
        const firstX = a * <f64>x + startX + c + half;
        const firstY = d * <f64>x + startY + f + half;
        const endX = a * end + startX + c + half;
        const endY = d * end + startY + f + half;
        const isInside = areInside(firstX, endX, limitX) && areInside(firstY, endY, limitY);
        if (isInside || rule != CONSTANT) {
          let columns = f64x2.replace_lane(f64x2.splat(<f64>x), 1, <f64>(x + 1));
          let i: usize = 0;
          do {
            let placeX = f64x2.add(f64x2.add(f64x2.mul(factorX, columns), rowX), addendX);
            let placeY = f64x2.add(f64x2.add(f64x2.mul(factorY, columns), rowY), addendY);
            if (isNearest) {
              placeX = f64x2.floor(f64x2.add(placeX, halves));
              placeY = f64x2.floor(f64x2.add(placeY, halves));
            }
            if (!isInside) putTurned(space, i, placeX, placeY, height, width, rule);
            else if (isNearest) putPlaces(space, i, placeX, placeY, stride, three, whole, true);
            else putPlaces(space, i, placeX, placeY, stride, three, whole, false);
            columns = f64x2.add(columns, two);
            i += 2;
          } while (i < <usize>count);
          if (isInside) takeRun(from, 3 * width, space, count, isNearest, to);
          else takeTurned(from, space, count, isNearest, to);
          to += 3 * count;
          continue;
        }
        if (fills && (areBeyond(firstX, endX, <f64>width) || areBeyond(firstY, endY, <f64>height))) {
          v128.store(to, level);
          v128.store(to, level, 16);
          v128.store(to, level, 32);
          to += 3 * count;
          continue;
        }
      }
      for (let i = x; i < x + count; ++i, to += channels)
        take(from, height, width, channels, a * <f64>i + startX + c + half, d * <f64>i + startY + f + half, isNearest, rule, beyond, to);
    }
  }
}

/** Whether all places between two are inside, with their neighbours. */
// @ts-ignore: decorator
@inline
function areInside(one: f64, other: f64, limit: f64): bool {
  return one >= 0 && other >= 0 && one < limit && other < limit;
}

/** Whether all places between two are outside on the same side, with their neighbours. */
// @ts-ignore: decorator
@inline
function areBeyond(one: f64, other: f64, size: f64): bool {
  return (one < -1 && other < -1) || (one >= size && other >= size);
}
