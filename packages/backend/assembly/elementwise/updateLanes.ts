import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";
import {
  ADADELTA, ADAGRAD, ADAM, ADAMAX, AMSGRAD, AVERAGE, LION, MOMENTUM, NADAM, NESTEROV, RMSPROP, SGD,
} from "./updateRules";

/**
 * The new values of four weights `w` with the gradients `g`. Slots are updated in place at `a`, `b` and `c`.
 *
 * The constants are those that src/kernels/elementwise/updateRules.ts lists for the rule, in its order.
 */
// @ts-ignore: decorator
@inline
export function updateLanes(
  rule: i32, w: v128, g: v128, a: usize, b: usize, c: usize, lanes: i32,
  k0: v128, k1: v128, k2: v128, k3: v128, k4: v128, k5: v128, k6: v128, k7: v128,
): v128 {
  if (rule == SGD) return f32x4.sub(w, f32x4.mul(g, k0));
  if (rule == AVERAGE) return madd(g, k1, f32x4.mul(w, k0));
  if (rule == MOMENTUM || rule == NESTEROV) {
    const change = f32x4.mul(g, k0);
    const velocity = f32x4.sub(f32x4.mul(loadLanes(a, lanes), k1), change);
    storeLanes(a, velocity, lanes);
    return f32x4.add(w, rule == MOMENTUM ? velocity : f32x4.sub(f32x4.mul(velocity, k1), change));
  }
  if (rule == ADAM || rule == AMSGRAD) {
    const mean = moved(a, g, k1, k2, lanes);
    let square = moved(b, f32x4.mul(g, g), k3, k4, lanes);
    if (rule == AMSGRAD) {
      square = f32x4.max(square, loadLanes(c, lanes));
      storeLanes(c, square, lanes);
    }
    return f32x4.sub(w, f32x4.mul(k0, f32x4.div(mean, f32x4.add(f32x4.sqrt(square), k5))));
  }
  if (rule == RMSPROP) {
    const square = moved(a, f32x4.mul(g, g), k2, k3, lanes);
    let variance = square;
    if (c != 0) {
      const mean = moved(c, g, k2, k3, lanes);
      variance = f32x4.sub(square, f32x4.mul(mean, mean));
    }
    let change = f32x4.div(f32x4.mul(g, k0), f32x4.sqrt(f32x4.add(variance, k4)));
    if (b != 0) {
      change = f32x4.add(f32x4.mul(loadLanes(b, lanes), k1), change);
      storeLanes(b, change, lanes);
    }
    return f32x4.sub(w, change);
  }
  if (rule == ADAGRAD) {
    const sum = f32x4.add(loadLanes(a, lanes), f32x4.mul(g, g));
    storeLanes(a, sum, lanes);
    return f32x4.sub(w, f32x4.div(f32x4.mul(g, k0), f32x4.sqrt(f32x4.add(sum, k1))));
  }
  if (rule == ADADELTA) {
    const square = moved(a, f32x4.mul(g, g), k1, k2, lanes);
    const before = f32x4.sqrt(f32x4.add(loadLanes(b, lanes), k3));
    const change = f32x4.div(f32x4.mul(before, g), f32x4.sqrt(f32x4.add(square, k3)));
    moved(b, f32x4.mul(change, change), k1, k2, lanes);
    return f32x4.sub(w, f32x4.mul(change, k0));
  }
  if (rule == ADAMAX) {
    const mean = moved(a, g, k1, k2, lanes);
    const norm = f32x4.max(f32x4.mul(loadLanes(b, lanes), k3), f32x4.abs(g));
    storeLanes(b, norm, lanes);
    return f32x4.sub(w, f32x4.div(f32x4.mul(mean, k0), f32x4.add(norm, k4)));
  }
  if (rule == NADAM) {
    const mean = moved(a, g, k2, k3, lanes);
    const square = moved(b, f32x4.mul(g, g), k4, k5, lanes);
    const ahead = madd(g, k1, f32x4.mul(mean, k0));
    return f32x4.sub(w, f32x4.div(ahead, f32x4.add(f32x4.mul(f32x4.sqrt(square), k6), k7)));
  }
  // LION
  const mean = loadLanes(a, lanes);
  const direction = f32x4.add(f32x4.mul(mean, k1), f32x4.mul(g, k2));
  storeLanes(a, f32x4.add(f32x4.mul(mean, k3), f32x4.mul(g, k4)), lanes);
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  const sign = f32x4.sub(v128.and(one, f32x4.gt(direction, zero)), v128.and(one, f32x4.lt(direction, zero)));
  return f32x4.sub(w, f32x4.mul(sign, k0));
}

/** A running mean moves to `keep * mean + take * value`, in place; returns it. */
// @ts-ignore: decorator
@inline
function moved(at: usize, value: v128, keep: v128, take: v128, lanes: i32): v128 {
  const mean = madd(value, take, f32x4.mul(loadLanes(at, lanes), keep));
  storeLanes(at, mean, lanes);
  return mean;
}
