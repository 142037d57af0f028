/**
 * The bits in which whole levels differ if the error of single precision may reach over a whole number; 0 is no such
 * number. `above` is the level and the largest error, truncated.
 */
// @ts-ignore: decorator
@inline
export function nearWhole(level: v128, error: v128, above: v128): v128 {
  return v128.xor(f32x4.floor(f32x4.pmax(f32x4.splat(0), f32x4.sub(level, error))), above);
}
