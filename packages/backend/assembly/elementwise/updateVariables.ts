import { loadLanes, storeLanes } from "../simd/lanes";
import { allFinite, odd } from "./finite";
import { lamb } from "./lamb";
import { updateLanes } from "./updateLanes";
import {
  ADADELTA, ADAGRAD, ADAM, ADAMAX, AMSGRAD, AVERAGE, LAMB, LION, MOMENTUM, NADAM, NESTEROV, RMSPROP, SGD,
} from "./updateRules";

/**
 * Bytes of an entry in the table: addresses of weight, gradient and three slots, how many numbers, decay, and whether the
 * new weights are finite, which is written here.
 */
const ENTRY: usize = 32;

/** One update by a rule of every entry in the table, in place; eight constants of the rule lie at `constants`. */
export function updateVariables(rule: i32, table: usize, entries: i32, constants: usize): void {
  for (; entries > 0; --entries, table += ENTRY) {
    let finite = 0;
    const weight = <usize>i32.load(table), gradient = <usize>i32.load(table, 4);
    const a = <usize>i32.load(table, 8), b = <usize>i32.load(table, 12), c = <usize>i32.load(table, 16);
    const count = i32.load(table, 20);
    const decay = f32.load(table, 24);
    // A loop each, so that the compiler makes a constant of the rule.
    if (rule == ADAM) finite = walk(ADAM, weight, gradient, a, b, c, count, decay, constants);
    else if (rule == SGD) finite = walk(SGD, weight, gradient, a, b, c, count, decay, constants);
    else if (rule == MOMENTUM) finite = walk(MOMENTUM, weight, gradient, a, b, c, count, decay, constants);
    else if (rule == NESTEROV) finite = walk(NESTEROV, weight, gradient, a, b, c, count, decay, constants);
    else if (rule == AMSGRAD) finite = walk(AMSGRAD, weight, gradient, a, b, c, count, decay, constants);
    else if (rule == RMSPROP) finite = walk(RMSPROP, weight, gradient, a, b, c, count, decay, constants);
    else if (rule == ADAGRAD) finite = walk(ADAGRAD, weight, gradient, a, b, c, count, decay, constants);
    else if (rule == ADADELTA) finite = walk(ADADELTA, weight, gradient, a, b, c, count, decay, constants);
    else if (rule == ADAMAX) finite = walk(ADAMAX, weight, gradient, a, b, c, count, decay, constants);
    else if (rule == NADAM) finite = walk(NADAM, weight, gradient, a, b, c, count, decay, constants);
    else if (rule == LION) finite = walk(LION, weight, gradient, a, b, c, count, decay, constants);
    else if (rule == LAMB) {
      lamb(weight, gradient, a, b, count, decay, constants);
      finite = allFinite(weight, count);
    }
    else if (rule == AVERAGE) finite = walk(AVERAGE, weight, gradient, a, b, c, count, decay, constants);
    i32.store(table, finite, 28);
  }
}

/** Returns 1 if all new weights are finite, otherwise 0. */
// @ts-ignore: decorator
@inline
function walk(
  rule: i32, weight: usize, gradient: usize, a: usize, b: usize, c: usize, count: i32, decay: f32, constants: usize,
): i32 {
  let found = i32x4.splat(0);
  const less = f32x4.splat(decay);
  const k0 = f32x4.splat(f32.load(constants)), k1 = f32x4.splat(f32.load(constants, 4));
  const k2 = f32x4.splat(f32.load(constants, 8)), k3 = f32x4.splat(f32.load(constants, 12));
  const k4 = f32x4.splat(f32.load(constants, 16)), k5 = f32x4.splat(f32.load(constants, 20));
  const k6 = f32x4.splat(f32.load(constants, 24)), k7 = f32x4.splat(f32.load(constants, 28));
  // Four numbers a turn, so that the compiler knows the lanes.
  for (; count >= 4; count -= 4, weight += 16, gradient += 16) {
    found = v128.or(found, odd(four(rule, weight, gradient, a, b, c, 4, less, k0, k1, k2, k3, k4, k5, k6, k7)));
    a += 16;
    if (b != 0) b += 16;
    if (c != 0) c += 16;
  }
  if (count > 0) {
    four(rule, weight, gradient, a, b, c, count, less, k0, k1, k2, k3, k4, k5, k6, k7);
    found = v128.or(found, odd(loadLanes(weight, count)));
  }
  return v128.any_true(found) ? 0 : 1;
}

/** Updates the first `lanes` of four numbers, and returns their new weights. */
// @ts-ignore: decorator
@inline
function four(
  rule: i32, weight: usize, gradient: usize, a: usize, b: usize, c: usize, lanes: i32, less: v128,
  k0: v128, k1: v128, k2: v128, k3: v128, k4: v128, k5: v128, k6: v128, k7: v128,
): v128 {
  const old = loadLanes(weight, lanes);
  const w = f32x4.sub(old, f32x4.mul(old, less));
  const updated = updateLanes(rule, w, loadLanes(gradient, lanes), a, b, c, lanes, k0, k1, k2, k3, k4, k5, k6, k7);
  storeLanes(weight, updated, lanes);
  return updated;
}
