import { blueOf, combined, greenOf, high, loadFour, redOf } from "../simd/rgb";

/** Samples of gray bytes, centred at 0: `count` singles at `to`, a multiple of four. */
export function splitGray(from: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i += 4, from += 4, to += 16) {
    const levels = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from)));
    v128.store(to, f32x4.sub(f32x4.convert_i32x4_s(levels), f32x4.splat(128)));
  }
}

/** Samples of a row of RGB bytes at full resolution, as splitComponents.ts computes them; `width` is a multiple of four. */
export function splitRow(from: usize, width: i32, toCb: f64, toCr: f64, luma: usize, cb: usize, cr: usize): void {
  for (let x = 0; x < width; x += 4, from += 12, luma += 16, cb += 16, cr += 16) {
    const pixels = loadFour(from);
    const red = redOf(pixels);
    const green = greenOf(pixels);
    const blue = blueOf(pixels);
    const low = levelOf(red, green, blue);
    const up = levelOf(high(red), high(green), high(blue));
    v128.store(luma, centred(low, up));
    v128.store(cb, singles(chroma(blue, low, toCb), chroma(high(blue), up, toCb)));
    v128.store(cr, singles(chroma(red, low, toCr), chroma(high(red), up, toCr)));
  }
}

/** Samples of two rows of RGB bytes, `stride` bytes apart, with one of chroma for four pixels. */
export function splitRows(from: usize, stride: i32, width: i32, toCb: f64, toCr: f64, luma: usize, cb: usize, cr: usize): void {
  const lower: usize = width << 2;
  for (let x = 0; x < width; x += 4, from += 12, luma += 16, cb += 8, cr += 8) {
    const pixels = loadFour(from);
    const red = redOf(pixels);
    const green = greenOf(pixels);
    const blue = blueOf(pixels);
    const low = levelOf(red, green, blue);
    const up = levelOf(high(red), high(green), high(blue));
    v128.store(luma, centred(low, up));
    const blueSum = twoSums(f64x2.splat(0), chroma(blue, low, toCb), chroma(high(blue), up, toCb));
    const redSum = twoSums(f64x2.splat(0), chroma(red, low, toCr), chroma(high(red), up, toCr));

    const below = loadFour(from + stride);
    const redBelow = redOf(below);
    const greenBelow = greenOf(below);
    const blueBelow = blueOf(below);
    const lowBelow = levelOf(redBelow, greenBelow, blueBelow);
    const upBelow = levelOf(high(redBelow), high(greenBelow), high(blueBelow));
    v128.store(luma + lower, centred(lowBelow, upBelow));
    const blueAll = twoSums(f64x2.promote_low_f32x4(blueSum), chroma(blueBelow, lowBelow, toCb), chroma(high(blueBelow), upBelow, toCb));
    const redAll = twoSums(f64x2.promote_low_f32x4(redSum), chroma(redBelow, lowBelow, toCr), chroma(high(redBelow), upBelow, toCr));
    v128.store64_lane(cb, blueAll, 0);
    v128.store64_lane(cr, redAll, 0);
  }
}

/** The luminance of two pixels. */
// @ts-ignore: decorator
@inline
function levelOf(red: v128, green: v128, blue: v128): v128 {
  return f64x2.add(
    f64x2.add(f64x2.mul(f64x2.splat(0.299), f64x2.convert_low_i32x4_s(red)), f64x2.mul(f64x2.splat(0.587), f64x2.convert_low_i32x4_s(green))),
    f64x2.mul(f64x2.splat(0.114), f64x2.convert_low_i32x4_s(blue)),
  );
}

// @ts-ignore: decorator
@inline
function centred(low: v128, up: v128): v128 {
  return singles(f64x2.sub(low, f64x2.splat(128)), f64x2.sub(up, f64x2.splat(128)));
}

// @ts-ignore: decorator
@inline
function chroma(color: v128, level: v128, factor: f64): v128 {
  return f64x2.mul(f64x2.sub(f64x2.convert_low_i32x4_s(color), level), f64x2.splat(factor));
}

// @ts-ignore: decorator
@inline
function singles(low: v128, up: v128): v128 {
  return combined(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(up));
}

/** Adds the first and then the second pixel of each of two pairs, in single precision. */
// @ts-ignore: decorator
@inline
function twoSums(sums: v128, low: v128, up: v128): v128 {
  const first = f32x4.demote_f64x2_zero(f64x2.add(sums, i64x2.shuffle(low, up, 0, 2)));
  return f32x4.demote_f64x2_zero(f64x2.add(f64x2.promote_low_f32x4(first), i64x2.shuffle(low, up, 1, 3)));
}
