import { CONSTANT } from "./border";
import { take } from "./pixel";
import { putPlaces, RUN, WHOLE } from "./places";
import { takeRun } from "./takeRun";
import { putTurned, takeTurned } from "./turned";

/**
 * `count` pixels of an image of bytes, from the positions in single precision at `mapX` and `mapY`.
 *
 * `space` is for the places of a run. A byte more is written, and a position more is read.
 */
export function remap(from: usize, height: i32, width: i32, channels: i32, mapX: usize, mapY: usize, count: i32, isNearest: i32, rule: i32, beyond: f64, space: usize, to: usize): void {
  const half: f64 = isNearest ? 0.5 : 0;
  for (let done = 0; done < count; done += RUN, mapX += 4 * RUN, mapY += 4 * RUN) {
    const some = min(RUN, count - done);
    if (channels == 3) {
      const isInside = isNearest
        ? putRun(space, mapX, mapY, some, width, height, true)
        : putRun(space, mapX, mapY, some, width, height, false);
      if (isInside) takeRun(from, 3 * width, space, some, isNearest, to);
      else if (rule != CONSTANT) {
        for (let i: usize = 0; i < <usize>some; i += 2) {
          const placeX = f64x2.add(f64x2.promote_low_f32x4(v128.load64_zero(mapX + (i << 2))), f64x2.splat(half));
          const placeY = f64x2.add(f64x2.promote_low_f32x4(v128.load64_zero(mapY + (i << 2))), f64x2.splat(half));
          putTurned(space, i, placeX, placeY, height, width, rule);
        }
        takeTurned(from, space, some, isNearest, to);
      }
      if (isInside || rule != CONSTANT) {
        to += 3 * some;
        continue;
      }
    }
    for (let i: usize = 0; i < <usize>some; ++i, to += channels)
      take(from, height, width, channels, <f64>load<f32>(mapX + (i << 2)) + half, <f64>load<f32>(mapY + (i << 2)) + half, isNearest, rule, beyond, to);
  }
}

/** Stores the places of a run of pixels, and returns whether all are inside, with their neighbours. */
// @ts-ignore: decorator
@inline
function putRun(space: usize, mapX: usize, mapY: usize, count: i32, width: i32, height: i32, isNearest: bool): bool {
  const none = <f64>(<i32>(count < 0)); // 0, which the compiler does not know: see simd/rgb.ts
  const lastX = f64x2.splat(<f64>(width - 1));
  const lastY = f64x2.splat(<f64>(height - 1));
  const stride = f64x2.splat(<f64>(3 * width));
  const three = f64x2.splat(3 + none);
  const whole = f64x2.splat(WHOLE + none);
  const half = f64x2.splat(0.5 + none);
  const zero = f64x2.splat(0);
  let inside = i64x2.splat(-1);
  let i: usize = 0;
  do {
    let placeX = f64x2.promote_low_f32x4(v128.load64_zero(mapX + (i << 2)));
    let placeY = f64x2.promote_low_f32x4(v128.load64_zero(mapY + (i << 2)));
    if (isNearest) {
      placeX = f64x2.floor(f64x2.add(placeX, half));
      placeY = f64x2.floor(f64x2.add(placeY, half));
    }
    const reached = v128.and(f64x2.ge(placeX, zero), f64x2.ge(placeY, zero));
    inside = v128.and(inside, v128.and(reached, v128.and(f64x2.le(placeX, lastX), f64x2.le(placeY, lastY))));
    putPlaces(space, i, placeX, placeY, stride, three, whole, isNearest);
    i += 2;
  } while (i < <usize>count);
  return i64x2.all_true(inside);
}
