import { inside } from "./border";
import { mix } from "./mix";

/** Writes a pixel; a position for the nearest pixel is half a pixel further. */
export function take(from: usize, height: i32, width: i32, channels: i32, placeX: f64, placeY: f64, isNearest: i32, rule: i32, beyond: f64, to: usize): void {
  if (isNearest) takeNearest(from, height, width, channels, placeX, placeY, rule, beyond, to);
  else takeBilinear(from, height, width, channels, placeX, placeY, rule, beyond, to);
}

/** Writes the pixel nearest to a position. */
function takeNearest(from: usize, height: i32, width: i32, channels: i32, placeX: f64, placeY: f64, rule: i32, beyond: f64, to: usize): void {
  const column = inside(floor(placeX), width, rule);
  const row = inside(floor(placeY), height, rule);
  if ((column | row) < 0) {
    fill(beyond, channels, to);
    return;
  }
  const pixel = from + (row * width + column) * channels;
  if (channels == 3) {
    store<u16>(to, load<u16>(pixel));
    store<u8>(to, load<u8>(pixel, 2), 2);
  } else for (let k = 0; k < channels; ++k) store<u8>(to + k, load<u8>(pixel + k));
}

/** Writes a pixel between the four around a position, rounded half to even and clipped. */
function takeBilinear(from: usize, height: i32, width: i32, channels: i32, placeX: f64, placeY: f64, rule: i32, beyond: f64, to: usize): void {
  const left = floor(placeX);
  const top = floor(placeY);
  const across = <f32>(placeX - left);
  const down = <f32>(placeY - top);
  const column = inside(left, width, rule);
  const row = inside(top, height, rule);
  const right = inside(left + 1, width, rule);
  const bottom = inside(top + 1, height, rule);
  if (((column | row) & (right | row) & (column | bottom) & (right | bottom)) < 0 && nearest(beyond) == beyond) {
    fill(beyond, channels, to); // all four are outside
    return;
  }
  if ((column | row | right | bottom) < 0) {
    mixBeyond(from, width, channels, column, row, right, bottom, across, down, <f32>beyond, to);
    return;
  }
  const upperLeft = from + (row * width + column) * channels;
  const upperRight = from + (row * width + right) * channels;
  const lowerLeft = from + (bottom * width + column) * channels;
  const lowerRight = from + (bottom * width + right) * channels;
  if (channels == 3) {
    const upper = v128.load32_lane(upperRight, v128.load32_zero(upperLeft), 1);
    const lower = v128.load32_lane(lowerRight, v128.load32_zero(lowerLeft), 1);
    mix(i8x16.shuffle(upper, lower, 0, 1, 2, 4, 5, 6, 0, 0, 16, 17, 18, 20, 21, 22, 0, 0), f32x4.splat(across), f32x4.splat(down), to);
  } else
    for (let k = 0; k < channels; ++k)
      store<u8>(to + k, mixed(<f32>load<u8>(upperLeft + k), <f32>load<u8>(upperRight + k), <f32>load<u8>(lowerLeft + k), <f32>load<u8>(lowerRight + k), across, down));
}

function fill(beyond: f64, channels: i32, to: usize): void {
  const level = <u8>min(max(nearest(beyond), 0), 255);
  for (let k = 0; k < channels; ++k) store<u8>(to + k, level);
}

// @ts-ignore: decorator
@inline
function mixed(a: f32, b: f32, c: f32, d: f32, across: f32, down: f32): u8 {
  const upper = a * (1 - across) + b * across;
  const lower = c * (1 - across) + d * across;
  return <u8>min(max(nearest(upper * (1 - down) + lower * down), 0), 255);
}

/** A pixel some of whose neighbours have the value `beyond`. */
function mixBeyond(from: usize, width: i32, channels: i32, column: i32, row: i32, right: i32, bottom: i32, across: f32, down: f32, beyond: f32, to: usize): void {
  for (let k = 0; k < channels; ++k) {
    const a = valueAt(from + k, width, channels, column, row, beyond);
    const b = valueAt(from + k, width, channels, right, row, beyond);
    const c = valueAt(from + k, width, channels, column, bottom, beyond);
    const d = valueAt(from + k, width, channels, right, bottom, beyond);
    store<u8>(to + k, mixed(a, b, c, d, across, down));
  }
}

// @ts-ignore: decorator
@inline
function valueAt(from: usize, width: i32, channels: i32, column: i32, row: i32, beyond: f32): f32 {
  return (column | row) < 0 ? beyond : <f32>load<u8>(from + (row * width + column) * channels);
}
