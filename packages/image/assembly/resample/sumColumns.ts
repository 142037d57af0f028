import { roundToBytes, wholeFrom } from "./roundRow";

/**
 * Pixels `first` to `last - 1` of a row, from a row of singles: sums over neighbouring pixels, each times a single, rounded and clipped.
 *
 * Pixel `i` begins at pixel `starts[i]`; its weights end at number `ends[i]` of all. Up to three bytes more are written.
 */
export function sumColumns(row: usize, starts: usize, ends: usize, weights: usize, channels: i32, first: i32, last: i32, to: usize): void {
  const whole = wholeFrom(<i32>(channels < 0));
  let weight = first == 0 ? weights : weights + (load<u32>(ends + ((first - 1) << 2)) << 2);
  to += first * channels;
  const step: usize = channels << 2;
  for (let x = first; x < last; ++x, to += channels) {
    let at = row + <usize>load<u32>(starts + (x << 2)) * step;
    const end = weights + (load<u32>(ends + (x << 2)) << 2);
    if (channels == 3 || channels == 4) {
      let sum = f32x4.splat(0);
      for (; weight < end; weight += 4, at += step)
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weight), v128.load(at)));
      v128.store32_lane(to, roundToBytes(sum, sum, sum, sum, whole), 0);
    } else {
      for (let c = 0; c < channels; ++c) {
        let sum: f32 = 0;
        let from = at + (c << 2);
        for (let k = weight; k < end; k += 4, from += step) sum += load<f32>(k) * load<f32>(from);
        store<u8>(to + c, <u8>min(max(nearest(sum), 0), 255));
      }
      weight = end;
    }
  }
}
