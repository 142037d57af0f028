/**
 * `x * y + z` in four lanes: one rounding if the engine has relaxed SIMD (a fused instruction), two elsewhere.
 * The compiler keeps one branch: the feature is a constant of the build.
 */
// @ts-ignore: decorator
@inline
export function madd(x: v128, y: v128, z: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, z);
  return f32x4.add(z, f32x4.mul(x, y));
}

/** `z - x * y` in four lanes, rounded as `madd`. */
// @ts-ignore: decorator
@inline
export function subtractProduct(z: v128, x: v128, y: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(x, y, z);
  return f32x4.sub(z, f32x4.mul(x, y));
}
