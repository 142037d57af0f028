import { curve, entries, LIGHTS, MOVED, NEW_LIGHTS, sumOf, WHOLE, WHOLE_BITS } from "./curves";
import { lightnessExactly, setLightnessExactly } from "./lightnessExactly";

/** More than the error of a lightness in single precision, in levels: 0.0001. */
const LEVEL_MARGIN: f32 = 0.00025;
/** More than the error of light in single precision, in steps of the table of levels: 0.2. */
const STEP_MARGIN: f32 = 0.25;

/**
 * The lightness of pixels of RGB and perhaps alpha, with the bytes of `lightnessExactly`.
 *
 * It is computed in single precision. Four pixels of which one is very near the boundary of a byte are computed exactly.
 * `tables` is what curves.ts describes. Up to three bytes more are written.
 */
export function lightnessOf(at: usize, end: usize, channels: i32, table: usize, linear: usize, tables: usize, to: usize): void {
  if (at >= end) return;
  const whole = f32x4.splat(WHOLE + <f32>(<i32>(at > end)));
  const join = i8x16(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  const step: usize = channels;
  do {
    const y = sumOf(entries(tables + LIGHTS, at, step), entries(tables + LIGHTS, at + 1, step), entries(tables + LIGHTS, at + 2, step), 0.212671, 0.71516, 0.072169);
    const level = f32x4.sub(f32x4.mul(curve(tables, y, whole), f32x4.splat(2.55 * 116)), f32x4.splat(2.55 * 16));
    const near = f32x4.add(f32x4.add(level, f32x4.splat(LEVEL_MARGIN)), whole);
    if (v128.any_true(v128.xor(near, f32x4.add(f32x4.sub(level, f32x4.splat(LEVEL_MARGIN)), whole))))
      lightnessExactly(at, at + 4 * step, channels, table, linear, to);
    else v128.store32_lane(to, i8x16.swizzle(near, join), 0);
    at += 4 * step;
    to += 4;
  } while (at < end);
}

/**
 * Replaces the lightness of pixels, with the bytes of `setLightnessExactly`: the old is at `before`, the new at `after`.
 *
 * It is computed in single precision. A pixel of which a level is so near another one that the error may reach it is
 * computed exactly. `space` has space for six vectors.
 */
export function setLightness(at: usize, end: usize, channels: i32, before: usize, after: usize, table: usize, linear: usize, tables: usize, levels: usize, bend: f64, slope: f64, offset: f64, space: usize): void {
  const nothing = <f32>(<i32>(at > end)); // 0, which the compiler does not know: see simd/rgb.ts
  const whole = f32x4.splat(WHOLE + nothing);
  const step: usize = channels;
  const bends = f32x4.splat(<f32>bend);
  const scales = f32x4.splat(<f32>slope);
  const offsets = f32x4.splat(<f32>offset);
  while (at < end) {
    const red = entries(tables + LIGHTS, at, step);
    const green = entries(tables + LIGHTS, at + 1, step);
    const blue = entries(tables + LIGHTS, at + 2, step);
    const x = curve(tables, sumOf(red, green, blue, <f32>(0.412453 / 0.950456), <f32>(0.35758 / 0.950456), <f32>(0.180423 / 0.950456)), whole);
    const y = curve(tables, sumOf(red, green, blue, 0.212671, 0.71516, 0.072169), whole);
    const z = curve(tables, sumOf(red, green, blue, <f32>(0.019334 / 1.088754), <f32>(0.119193 / 1.088754), <f32>(0.950227 / 1.088754)), whole);
    const moved = f32x4.sub(entries(tables + MOVED, after, 1), y);
    const newX = inverse(f32x4.add(moved, x), bends, scales, offsets);
    const newY = entries(tables + NEW_LIGHTS, after, 1);
    const newZ = inverse(f32x4.add(moved, z), bends, scales, offsets);
    putPlaces(space, sumOf(newX, newY, newZ, <f32>(3.240479 * 0.950456 * 16384), <f32>(-1.53715 * 16384), <f32>(-0.498535 * 1.088754 * 16384)), whole);
    putPlaces(space + 32, sumOf(newX, newY, newZ, <f32>(-0.969256 * 0.950456 * 16384), <f32>(1.875991 * 16384), <f32>(0.041556 * 1.088754 * 16384)), whole);
    putPlaces(space + 64, sumOf(newX, newY, newZ, <f32>(0.055648 * 0.950456 * 16384), <f32>(-0.204043 * 16384), <f32>(1.057311 * 1.088754 * 16384)), whole);
    const stop = min(at + 4 * step, end);
    for (let place = space; at < stop; at += step, place += 4, ++before, ++after) {
      const wanted = load<u8>(after);
      if (wanted == load<u8>(before)) continue;
      const first = levelAt(levels, place);
      const second = levelAt(levels, place + 32);
      const third = levelAt(levels, place + 64);
      if ((first ^ levelAt(levels, place + 16)) | (second ^ levelAt(levels, place + 48)) | (third ^ levelAt(levels, place + 80)))
        setLightnessExactly(at, wanted, table, linear, levels, bend, slope, offset);
      else {
        store<u8>(at, first);
        store<u8>(at, second, 1);
        store<u8>(at, third, 2);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function inverse(t: v128, bends: v128, scales: v128, offsets: v128): v128 {
  const line = f32x4.mul(scales, f32x4.sub(t, offsets));
  return v128.bitselect(f32x4.mul(f32x4.mul(t, t), t), line, f32x4.gt(t, bends));
}

/** Stores the least and the largest places in the table of levels that four lights may have. */
// @ts-ignore: decorator
@inline
function putPlaces(space: usize, light: v128, whole: v128): void {
  const place = f32x4.pmin(f32x4.splat(16384), f32x4.pmax(f32x4.splat(0), light));
  v128.store(space, f32x4.add(f32x4.sub(place, f32x4.splat(STEP_MARGIN)), whole));
  v128.store(space, f32x4.add(f32x4.add(place, f32x4.splat(STEP_MARGIN)), whole), 16);
}

// @ts-ignore: decorator
@inline
function levelAt(levels: usize, place: usize): u32 {
  return load<u8>(levels + load<u32>(place) - WHOLE_BITS);
}
