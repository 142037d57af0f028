import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";

/** Bytes of one variable's entry in the table: the addresses of weight, gradient, m and v, and how many numbers each has. */
const ENTRY: usize = 20;

/** One update of Adam of every variable in the table, in place; `take` is 1 - beta, exact if beta is close to 1. */
export function adam(table: usize, variables: i32, step: f32, beta1: f32, take1: f32, beta2: f32, take2: f32, epsilon: f32): void {
  for (; variables > 0; --variables, table += ENTRY) {
    update(
      <usize>i32.load(table), <usize>i32.load(table, 4), <usize>i32.load(table, 8), <usize>i32.load(table, 12),
      i32.load(table, 16), step, beta1, take1, beta2, take2, epsilon,
    );
  }
}

function update(
  weight: usize, gradient: usize, m: usize, v: usize, count: i32,
  step: f32, beta1: f32, take1: f32, beta2: f32, take2: f32, epsilon: f32,
): void {
  const keepMean = f32x4.splat(beta1), takeMean = f32x4.splat(take1);
  const keepSquare = f32x4.splat(beta2), takeSquare = f32x4.splat(take2);
  const steps = f32x4.splat(step), floor = f32x4.splat(epsilon);
  for (; count >= 4; count -= 4, weight += 16, gradient += 16, m += 16, v += 16) {
    four(weight, gradient, m, v, 4, keepMean, takeMean, keepSquare, takeSquare, steps, floor);
  }
  if (count > 0) four(weight, gradient, m, v, count, keepMean, takeMean, keepSquare, takeSquare, steps, floor);
}

/** The first `lanes` of four numbers. */
// @ts-ignore: decorator
@inline
function four(
  weight: usize, gradient: usize, m: usize, v: usize, lanes: i32,
  keepMean: v128, takeMean: v128, keepSquare: v128, takeSquare: v128, steps: v128, floor: v128,
): void {
  const g = loadLanes(gradient, lanes);
  const mean = madd(g, takeMean, f32x4.mul(loadLanes(m, lanes), keepMean));
  const square = madd(f32x4.mul(g, g), takeSquare, f32x4.mul(loadLanes(v, lanes), keepSquare));
  const change = f32x4.div(mean, f32x4.add(f32x4.sqrt(square), floor));
  storeLanes(m, mean, lanes);
  storeLanes(v, square, lanes);
  storeLanes(weight, f32x4.sub(loadLanes(weight, lanes), f32x4.mul(steps, change)), lanes);
}
