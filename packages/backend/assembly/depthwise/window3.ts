import { madd } from "../simd/madd";
import { storeFour } from "./storeFour";
import { ENTRY } from "./taps";

// x0, x1, … are the pixels of a row that the four points see, w0, w1, … its taps, and a0 to a3 the sums. The exits that never
// happen end a block, since V8 issues the loads of a block before its sums: see `four` of taps.ts.

/** No number of taps. */
const NEVER: i32 = -1;

/** Four neighbouring points of four channels. */
export function three(list: usize, count: i32, input: usize, pixel: usize, filter: usize, out: usize, outStep: usize): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
  for (; count > 0; count -= 3, list += 3 * ENTRY) {
    let x = input + <usize>i32.load(list, 4);
    let w = filter + <usize>i32.load(list, 8);
    const w0 = v128.load(w);
    w += pixel;
    const w1 = v128.load(w);
    const w2 = v128.load(w + pixel);
    const x0 = v128.load(x);
    x += pixel;
    const x1 = v128.load(x);
    x += pixel;
    const x2 = v128.load(x);
    a0 = madd(x2, w2, madd(x1, w1, madd(x0, w0, a0)));
    a1 = madd(x2, w1, madd(x1, w0, a1));
    a2 = madd(x2, w0, a2);
    if (count == NEVER) break;
    x += pixel;
    const x3 = v128.load(x);
    x += pixel;
    const x4 = v128.load(x);
    const x5 = v128.load(x + pixel);
    a1 = madd(x3, w2, a1);
    a2 = madd(x4, w2, madd(x3, w1, a2));
    a3 = madd(x5, w2, madd(x4, w1, madd(x3, w0, a3)));
  }
  storeFour(out, outStep, a0, a1, a2, a3);
}

/** Four neighbouring points of four channels, two pixels apart. */
export function threeStrided(list: usize, count: i32, input: usize, pixel: usize, filter: usize, out: usize, outStep: usize): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
  for (; count > 0; count -= 3, list += 3 * ENTRY) {
    let x = input + <usize>i32.load(list, 4);
    let w = filter + <usize>i32.load(list, 8);
    const w0 = v128.load(w);
    w += pixel;
    const w1 = v128.load(w);
    const w2 = v128.load(w + pixel);
    const x0 = v128.load(x);
    x += pixel;
    const x1 = v128.load(x);
    x += pixel;
    const x2 = v128.load(x);
    x += pixel;
    const x3 = v128.load(x);
    x += pixel;
    const x4 = v128.load(x);
    a0 = madd(x2, w2, madd(x1, w1, madd(x0, w0, a0)));
    a1 = madd(x4, w2, madd(x3, w1, madd(x2, w0, a1)));
    a2 = madd(x4, w0, a2);
    if (count == NEVER) break;
    x += pixel;
    const x5 = v128.load(x);
    x += pixel;
    const x6 = v128.load(x);
    x += pixel;
    const x7 = v128.load(x);
    const x8 = v128.load(x + pixel);
    a2 = madd(x6, w2, madd(x5, w1, a2));
    a3 = madd(x8, w2, madd(x7, w1, madd(x6, w0, a3)));
  }
  storeFour(out, outStep, a0, a1, a2, a3);
}
