import { madd } from "./madd";
import { sigmoid } from "./sigmoid";

/** The activations that a kernel can end with; the numbers are those of src/kernels/wasm/activation.ts. */
export const LINEAR: i32 = 0;
export const RELU: i32 = 1;
export const RELU6: i32 = 2;
export const SWISH: i32 = 3;
export const SIGMOID: i32 = 4;

/** activation(z) in four lanes. */
// @ts-ignore: decorator
@inline
export function activate(z: v128, activation: i32): v128 {
  if (activation == LINEAR) return z;
  if (activation == SWISH) return f32x4.mul(z, sigmoid(z));
  if (activation == SIGMOID) return sigmoid(z);
  const rectified = f32x4.max(z, f32x4.splat(0));
  return activation == RELU ? rectified : f32x4.min(rectified, f32x4.splat(6));
}

/** dy * activation'(z) in four lanes. */
// @ts-ignore: decorator
@inline
export function deactivate(z: v128, dy: v128, activation: i32): v128 {
  if (activation == LINEAR) return dy;
  if (activation == SWISH || activation == SIGMOID) {
    const s = sigmoid(z);
    const rest = f32x4.sub(f32x4.splat(1), s);
    const slope = activation == SWISH ? madd(z, rest, f32x4.splat(1)) : rest;
    return f32x4.mul(dy, f32x4.mul(s, slope));
  }
  const passes = f32x4.gt(z, f32x4.splat(0));
  const below = activation == RELU ? passes : v128.and(passes, f32x4.lt(z, f32x4.splat(6)));
  return v128.and(dy, below);
}
