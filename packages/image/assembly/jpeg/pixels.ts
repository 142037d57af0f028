/**
 * A row of chroma at twice its width, between two rows of samples, as `spread` of upsample.ts.
 *
 * `sums` has space for `width` words and a vector on both sides. Up to 31 bytes more than twice `width` are written.
 */
export function spreadRow(near: usize, other: usize, width: i32, sums: usize, to: usize): void {
  const first = sums + 16;
  for (let x: usize = 0; x < <usize>width; x += 8) {
    const one = v128.load8x8_u(near + x);
    const two = v128.load8x8_u(other + x);
    v128.store(first + (x << 1), i16x8.add(i16x8.mul(one, i16x8.splat(3)), two));
  }
  store<u16>(first - 2, load<u16>(first));
  const end = first + ((<usize>width) << 1);
  store<u16>(end, load<u16>(end - 2));
  for (let x: usize = 0; x < <usize>width; x += 8, to += 16) {
    const at = first + (x << 1);
    const middle = i16x8.mul(v128.load(at), i16x8.splat(3));
    const left = i16x8.shr_u(i16x8.add(i16x8.add(middle, v128.load(at - 2)), i16x8.splat(8)), 4);
    const right = i16x8.shr_u(i16x8.add(i16x8.add(middle, v128.load(at + 2)), i16x8.splat(7)), 4);
    v128.store(to, v128.or(left, i16x8.shl(right, 8)));
  }
}

/** RGB bytes of a row of luminance and chrominance, as rowConverter.ts; up to 47 bytes more are written. */
export function toRgbRow(luma: usize, cb: usize, cr: usize, width: i32, to: usize): void {
  for (let x: usize = 0; x < <usize>width; x += 16, to += 48) {
    const level = v128.load(luma + x);
    const blue = v128.load(cb + x);
    const red = v128.load(cr + x);
    const lowLevel = i16x8.extend_low_i8x16_u(level);
    const upLevel = i16x8.extend_high_i8x16_u(level);
    const center = i16x8.splat(128);
    const lowBlue = i16x8.sub(i16x8.extend_low_i8x16_u(blue), center);
    const upBlue = i16x8.sub(i16x8.extend_high_i8x16_u(blue), center);
    const lowRed = i16x8.sub(i16x8.extend_low_i8x16_u(red), center);
    const upRed = i16x8.sub(i16x8.extend_high_i8x16_u(red), center);
    const r = i8x16.narrow_i16x8_u(i16x8.add(lowLevel, redOf(lowRed)), i16x8.add(upLevel, redOf(upRed)));
    const g = i8x16.narrow_i16x8_u(i16x8.add(lowLevel, greenOf(lowBlue, lowRed)), i16x8.add(upLevel, greenOf(upBlue, upRed)));
    const b = i8x16.narrow_i16x8_u(i16x8.add(lowLevel, blueOf(lowBlue)), i16x8.add(upLevel, blueOf(upBlue)));
    // Sixteen pixels of three bytes, of which two are in a vector and the third in another.
    const lowPair = i8x16.shuffle(r, g, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const upPair = i8x16.shuffle(r, g, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const middlePair = i8x16.shuffle(r, g, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26, 11, 0, 0, 0);
    v128.store(to, i8x16.shuffle(lowPair, b, 0, 1, 16, 2, 3, 17, 4, 5, 18, 6, 7, 19, 8, 9, 20, 10));
    v128.store(to, i8x16.shuffle(middlePair, b, 1, 21, 2, 3, 22, 4, 5, 23, 6, 7, 24, 8, 9, 25, 10, 11), 16);
    v128.store(to, i8x16.shuffle(upPair, b, 26, 6, 7, 27, 8, 9, 28, 10, 11, 29, 12, 13, 30, 14, 15, 31), 32);
  }
}

/** 1.402 times words, rounded: they and 0.402 times them. */
// @ts-ignore: decorator
@inline
function redOf(cr: v128): v128 {
  return i16x8.add(cr, scaled(cr, i16x8.splat(2), 26345, 16384));
}

/** 1.772 times words, rounded: twice them less 0.228 times them. */
// @ts-ignore: decorator
@inline
function blueOf(cb: v128): v128 {
  return i16x8.add(i16x8.shl(cb, 1), scaled(cb, i16x8.splat(2), -14942, 16384));
}

/** -0.34414 times the first and -0.71414 times the second, rounded: less the second, and 0.28586 times it. */
// @ts-ignore: decorator
@inline
function greenOf(cb: v128, cr: v128): v128 {
  const factors = i16x8(-22554, 18734, -22554, 18734, -22554, 18734, -22554, 18734);
  const half = i32x4.splat(32768);
  const low = i32x4.add(i32x4.dot_i16x8_s(i16x8.shuffle(cb, cr, 0, 8, 1, 9, 2, 10, 3, 11), factors), half);
  const up = i32x4.add(i32x4.dot_i16x8_s(i16x8.shuffle(cb, cr, 4, 12, 5, 13, 6, 14, 7, 15), factors), half);
  return i16x8.sub(i16x8.narrow_i32x4_s(i32x4.shr_s(low, 16), i32x4.shr_s(up, 16)), cr);
}

/** Sums of two words times constants, without their 16 low bits. */
// @ts-ignore: decorator
@inline
function scaled(one: v128, other: v128, factor: i16, otherFactor: i16): v128 {
  const factors = i16x8(factor, otherFactor, factor, otherFactor, factor, otherFactor, factor, otherFactor);
  const low = i32x4.dot_i16x8_s(i16x8.shuffle(one, other, 0, 8, 1, 9, 2, 10, 3, 11), factors);
  const up = i32x4.dot_i16x8_s(i16x8.shuffle(one, other, 4, 12, 5, 13, 6, 14, 7, 15), factors);
  return i16x8.narrow_i32x4_s(i32x4.shr_s(low, 16), i32x4.shr_s(up, 16));
}
