import { three, threeStrided } from "./window3";
import { five, fiveStrided } from "./window5";

/** Points that are summed together. */
export const POINTS: i32 = 4;
/** Channels of a pass over a row: what four points of them see fits the first-level cache. */
const PASS: i32 = 128;

/** Whether a filter's row slides over the image as a window: neighbouring points see the same pixels. */
export function slides(taps: i32, step: i32, dilation: i32): bool {
  return dilation == 1 && step <= 2 && (taps == 3 || taps == 5);
}

/**
 * Sums of at least four points that see every tap. A pixel is read once for all the points that see it: nine or thirteen
 * loads for 12 or 20 multiply-adds; `sums` has five for four.
 *
 * `list`: whole rows of `taps` taps. The last points are summed twice if their number is no multiple of four.
 */
export function windows(
  taps: i32, step: i32, list: usize, count: i32, points: i32, channels: i32,
  input: usize, pixel: usize, filter: usize, out: usize, outStep: usize,
): void {
  for (let first = 0; first < channels; first += PASS) {
    const end = min(channels, first + PASS);
    for (let next = 0; next < points; next += POINTS) {
      const point = min(next, points - POINTS);
      const from = input + <usize>(point * step) * pixel, to = out + <usize>point * outStep;
      for (let c = first; c < end; c += 4) {
        const byte = <usize>(c * 4);
        if (taps == 3) {
          if (step == 1) three(list, count, from + byte, pixel, filter + byte, to + byte, outStep);
          else threeStrided(list, count, from + byte, pixel, filter + byte, to + byte, outStep);
        } else if (step == 1) five(list, count, from + byte, pixel, filter + byte, to + byte, outStep);
        else fiveStrided(list, count, from + byte, pixel, filter + byte, to + byte, outStep);
      }
    }
  }
}
