import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";

/** y[images, pixels, channels] = x * scale[images, channels] + (shift[images, channels] or nothing if 0). */
export function imageScale(x: usize, scale: usize, shift: usize, y: usize, images: i32, pixels: i32, channels: i32): void {
  const row = <usize>channels * 4;
  for (; images > 0; --images, scale += row) {
    for (let pixel = 0; pixel < pixels; ++pixel, x += row, y += row) {
      let c: usize = 0;
      const whole = <usize>(channels & ~3) * 4;
      if (shift == 0) {
        for (; c < whole; c += 16) v128.store(y + c, f32x4.mul(v128.load(x + c), v128.load(scale + c)));
      } else {
        for (; c < whole; c += 16) v128.store(y + c, madd(v128.load(x + c), v128.load(scale + c), v128.load(shift + c)));
      }
      const rest = channels & 3;
      if (rest == 0) continue;
      const shifts = shift == 0 ? f32x4.splat(0) : loadLanes(shift + c, rest);
      storeLanes(y + c, madd(loadLanes(x + c, rest), loadLanes(scale + c, rest), shifts), rest);
    }
    if (shift != 0) shift += row;
  }
}
