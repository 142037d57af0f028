/** The most pixels of a run. Its places need `RUN * 32` bytes of space. */
export const RUN = 16;
export const ACROSS: usize = 8 * RUN;
export const DOWN: usize = 12 * RUN;

/** From 1.5 * 2^52 on, doubles are whole, and their low bits are an integer. */
export const WHOLE: f64 = 6755399441055744.0;

/**
 * Stores the places of the RGB pixels `i` and `i + 1` of a run: the offset of the pixel to the upper left, and
 * for bilinear interpolation how far they are from it. Places must be inside; those for nearest pixels must be whole.
 */
// @ts-ignore: decorator
@inline
export function putPlaces(space: usize, i: usize, placeX: v128, placeY: v128, stride: v128, three: v128, whole: v128, isNearest: bool): void {
  const left = isNearest ? placeX : f64x2.floor(placeX);
  const top = isNearest ? placeY : f64x2.floor(placeY);
  v128.store(space + (i << 3), f64x2.add(f64x2.add(f64x2.mul(top, stride), f64x2.mul(left, three)), whole));
  if (!isNearest) {
    v128.store64_lane(space + (i << 2), f32x4.demote_f64x2_zero(f64x2.sub(placeX, left)), 0, ACROSS);
    v128.store64_lane(space + (i << 2), f32x4.demote_f64x2_zero(f64x2.sub(placeY, top)), 0, DOWN);
  }
}
