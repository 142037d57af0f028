import { madd } from "../simd/madd";

/**
 * A list of taps: what one row of points sums over. An entry is three i32: how far in pixels the tap lies from its point
 * (to decide whether it is inside), the same in bytes from the start of the input, and the bytes from the start of the filter.
 */
export const ENTRY: usize = 12;

export function addTap(list: usize, count: i32, pixels: i32, input: usize, filter: usize): void {
  const at = list + (<usize>count) * ENTRY;
  i32.store(at, pixels);
  i32.store(at, <i32>input, 4);
  i32.store(at, <i32>filter, 8);
}

/** The taps of `list` that lie inside a row of `width` pixels for the point whose own place is `place`. */
export function tapsInside(list: usize, count: i32, place: i32, width: i32, to: usize): i32 {
  let kept = 0;
  for (let i = 0; i < count; ++i) {
    const entry = list + (<usize>i) * ENTRY;
    const at = place + i32.load(entry);
    if (at < 0 || at >= width) continue;
    memory.copy(to + (<usize>kept) * ENTRY, entry, ENTRY);
    ++kept;
  }
  return kept;
}

/** Channels of a pass over a row: their taps and the pixels under four points fit the first-level cache. */
const PASS: i32 = 128;

/** `points` sums of all channels: out = sum of input * filter, the points `outStep` and `inStep` bytes apart. */
export function sums(
  list: usize, count: i32, points: i32, channels: i32,
  input: usize, inStep: usize, filter: usize, out: usize, outStep: usize,
): void {
  const whole = channels & ~7;
  for (let first = 0; first < whole; first += PASS) {
    const end = min(whole, first + PASS);
    let point = 0;
    for (; point + 4 <= points; point += 4) {
      const from = input + <usize>point * inStep, to = out + <usize>point * outStep;
      for (let c = first; c < end; c += 8) {
        const byte = <usize>(c * 4);
        four(list, count, from + byte, inStep, filter + byte, to + byte, outStep);
      }
    }
    for (; point < points; ++point) {
      const from = input + <usize>point * inStep, to = out + <usize>point * outStep;
      for (let c = first; c < end; c += 8) {
        const byte = <usize>(c * 4);
        one(list, count, from + byte, filter + byte, to + byte);
      }
    }
  }
  for (let c = whole; c < channels; ++c) {
    const byte = <usize>(c * 4);
    for (let point = 0; point < points; ++point) {
      const at = <usize>point;
      single(list, count, input + byte + at * inStep, filter + byte, out + byte + at * outStep);
    }
  }
}

/** No number of taps. */
const NEVER: i32 = -1;

/**
 * Four points of eight channels: a tap's weights are read once for the four.
 *
 * The exits, most of which never happen, end a block each: V8 issues the loads of a block before its sums, and those of a
 * whole tap with the eight sums are more than its registers.
 */
function four(list: usize, count: i32, input: usize, inStep: usize, filter: usize, out: usize, outStep: usize): void {
  let l0 = f32x4.splat(0), r0 = l0, l1 = l0, r1 = l0, l2 = l0, r2 = l0, l3 = l0, r3 = l0;
  let weights: usize, at: usize, left: v128, right: v128;
  for (; count > 0; count -= 2, list += 2 * ENTRY) {
    weights = filter + <usize>i32.load(list, 8);
    left = v128.load(weights);
    right = v128.load(weights, 16);
    at = input + <usize>i32.load(list, 4);
    l0 = madd(v128.load(at), left, l0);
    r0 = madd(v128.load(at, 16), right, r0);
    at += inStep;
    l1 = madd(v128.load(at), left, l1);
    r1 = madd(v128.load(at, 16), right, r1);
    if (count == NEVER) break;
    at += inStep;
    l2 = madd(v128.load(at), left, l2);
    r2 = madd(v128.load(at, 16), right, r2);
    at += inStep;
    l3 = madd(v128.load(at), left, l3);
    r3 = madd(v128.load(at, 16), right, r3);
    if (count == 1) break;
    weights = filter + <usize>i32.load(list, 20);
    left = v128.load(weights);
    right = v128.load(weights, 16);
    at = input + <usize>i32.load(list, 16);
    l0 = madd(v128.load(at), left, l0);
    r0 = madd(v128.load(at, 16), right, r0);
    at += inStep;
    l1 = madd(v128.load(at), left, l1);
    r1 = madd(v128.load(at, 16), right, r1);
    if (count == NEVER) break;
    at += inStep;
    l2 = madd(v128.load(at), left, l2);
    r2 = madd(v128.load(at, 16), right, r2);
    at += inStep;
    l3 = madd(v128.load(at), left, l3);
    r3 = madd(v128.load(at, 16), right, r3);
  }
  v128.store(out, l0);
  v128.store(out, r0, 16);
  out += outStep;
  v128.store(out, l1);
  v128.store(out, r1, 16);
  out += outStep;
  v128.store(out, l2);
  v128.store(out, r2, 16);
  out += outStep;
  v128.store(out, l3);
  v128.store(out, r3, 16);
}

function one(list: usize, count: i32, input: usize, filter: usize, out: usize): void {
  let left = f32x4.splat(0), right = left;
  for (; count > 0; --count, list += ENTRY) {
    const weights = filter + <usize>i32.load(list, 8);
    const at = input + <usize>i32.load(list, 4);
    left = madd(v128.load(at), v128.load(weights), left);
    right = madd(v128.load(at, 16), v128.load(weights, 16), right);
  }
  v128.store(out, left);
  v128.store(out, right, 16);
}

function single(list: usize, count: i32, input: usize, filter: usize, out: usize): void {
  let sum: f32 = 0;
  for (; count > 0; --count, list += ENTRY) {
    sum += f32.load(input + <usize>i32.load(list, 4)) * f32.load(filter + <usize>i32.load(list, 8));
  }
  f32.store(out, sum);
}
