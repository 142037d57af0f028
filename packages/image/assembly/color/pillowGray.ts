/** Red and blue of four RGB pixels, in 16 bits each. `nothing` is 0, which the compiler does not know: see simd/rgb.ts. */
// @ts-ignore: decorator
@inline
export function redAndBlueMask(nothing: i32): v128 {
  return v128.or(i8x16(0, -1, 2, -1, 3, -1, 5, -1, 6, -1, 8, -1, 9, -1, 11, -1), i32x4.splat(nothing));
}

/** Green of four RGB pixels, twice, because half of its weight has 15 bits. */
// @ts-ignore: decorator
@inline
export function greenTwiceMask(nothing: i32): v128 {
  return v128.or(i8x16(1, -1, 1, -1, 4, -1, 4, -1, 7, -1, 7, -1, 10, -1, 10, -1), i32x4.splat(nothing));
}

// @ts-ignore: decorator
@inline
export function redAndBlueWeights(nothing: i32): v128 {
  return i32x4.splat((7471 << 16) + 19595 + nothing);
}

// @ts-ignore: decorator
@inline
export function greenWeights(nothing: i32): v128 {
  return i32x4.splat((19235 << 16) + 19235 + nothing);
}

/** The gray of four pixels as Pillow rounds it, in the upper half of 32 bits. */
// @ts-ignore: decorator
@inline
export function weighted(redAndBlue: v128, greens: v128, redAndBlueWeights: v128, greenWeights: v128, half: v128): v128 {
  return i32x4.add(i32x4.add(i32x4.dot_i16x8_s(redAndBlue, redAndBlueWeights), half), i32x4.dot_i16x8_s(greens, greenWeights));
}
