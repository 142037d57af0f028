import { EDGE, MIRROR, REFLECT } from "./border";
import { ACROSS, DOWN, RUN, WHOLE as WHOLE_DOUBLE } from "./places";
import { joinMask, mix, taken, takeNearestRun, WHOLE } from "./takeRun";

/** From the pixel at the upper left to those at its right and below it. */
const RIGHT: usize = 16 * RUN;
const BELOW: usize = 24 * RUN;

/** Stores the places of the RGB pixels `i` and `i + 1` of a run, by a rule for what is outside, as border.ts maps them. */
export function putTurned(space: usize, i: usize, placeX: v128, placeY: v128, height: i32, width: i32, rule: i32): void {
  const whole = f64x2.splat(WHOLE_DOUBLE);
  const one = f64x2.splat(1);
  const stride = f64x2.splat(<f64>(3 * width));
  const three = f64x2.splat(3);
  const left = f64x2.floor(placeX);
  const top = f64x2.floor(placeY);
  const column = turned(left, width, rule);
  const row = turned(top, height, rule);
  const right = f64x2.sub(turned(f64x2.add(left, one), width, rule), column);
  const below = f64x2.sub(turned(f64x2.add(top, one), height, rule), row);
  v128.store(space + (i << 3), f64x2.add(f64x2.add(f64x2.mul(row, stride), f64x2.mul(column, three)), whole));
  v128.store(space + (i << 3), f64x2.add(f64x2.mul(right, three), whole), RIGHT);
  v128.store(space + (i << 3), f64x2.add(f64x2.mul(below, stride), whole), BELOW);
  v128.store64_lane(space + (i << 2), f32x4.demote_f64x2_zero(f64x2.sub(placeX, left)), 0, ACROSS);
  v128.store64_lane(space + (i << 2), f32x4.demote_f64x2_zero(f64x2.sub(placeY, top)), 0, DOWN);
}

/** Two whole places, mapped to ones from 0 to `size - 1`. */
function turned(place: v128, size: i32, rule: i32): v128 {
  if (rule != EDGE) {
    const turns = rule == REFLECT ? 2 * size : rule == MIRROR ? max(2 * size - 2, 1) : size;
    const period = f64x2.splat(<f64>turns);
    const at = f64x2.sub(place, f64x2.mul(period, f64x2.floor(f64x2.div(place, period))));
    const back = f64x2.sub(f64x2.splat(<f64>(rule == REFLECT ? turns - 1 : turns)), at);
    place = v128.bitselect(at, back, f64x2.lt(at, f64x2.splat(<f64>size)));
  }
  return f64x2.pmin(f64x2.splat(<f64>(size - 1)), f64x2.pmax(f64x2.splat(0), place));
}

/** Writes the RGB pixels of a run from what `putTurned` stores; up to four bytes more are written. */
export function takeTurned(from: usize, space: usize, count: i32, isNearest: i32, to: usize): void {
  if (isNearest) {
    takeNearestRun(from, space, count, to);
    return;
  }
  const mask = i8x16(0, -1, -1, -1, 1, -1, -1, -1, 2, -1, -1, -1, -1, -1, -1, -1);
  const join = joinMask(0);
  const one = f32x4.splat(1);
  const end = to + 3 * count;
  let places = space;
  do {
    const at = from + load<u32>(places);
    const right = load<u32>(places, RIGHT);
    const below = at + load<u32>(places, BELOW);
    const mixed = mix(pixel(at, mask), pixel(at + right, mask), pixel(below, mask), pixel(below + right, mask), space, one);
    v128.store32_lane(to, i8x16.swizzle(f32x4.add(mixed, f32x4.splat(WHOLE)), join), 0);
    places += 8;
    space += 4;
    to += 3;
  } while (to < end);
}

// @ts-ignore: decorator
@inline
function pixel(at: usize, mask: v128): v128 {
  return taken(v128.load32_zero(at), mask);
}
