import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";

/** One update of LAMB of one variable: Adam's update, scaled to the norm of the weights. Norms are summed in doubles. */
export function lamb(weight: usize, gradient: usize, m: usize, v: usize, count: i32, decay: f32, constants: usize): void {
  const less = f32x4.splat(decay);
  const rate = f32.load(constants);
  const keepMean = f32x4.splat(f32.load(constants, 4)), takeMean = f32x4.splat(f32.load(constants, 8));
  const keepSquare = f32x4.splat(f32.load(constants, 12)), takeSquare = f32x4.splat(f32.load(constants, 16));
  const floor = f32x4.splat(f32.load(constants, 20));
  const meanBias = f32x4.splat(f32.load(constants, 24)), squareBias = f32x4.splat(f32.load(constants, 28));
  let weightSquares = f64x2.splat(0), updateSquares = f64x2.splat(0);
  for (let at: usize = 0, left = count; left > 0; left -= 4, at += 16) {
    const lanes = min(left, 4);
    const g = loadLanes(gradient + at, lanes);
    const mean = madd(g, takeMean, f32x4.mul(loadLanes(m + at, lanes), keepMean));
    const square = madd(f32x4.mul(g, g), takeSquare, f32x4.mul(loadLanes(v + at, lanes), keepSquare));
    const old = loadLanes(weight + at, lanes);
    const w = f32x4.sub(old, f32x4.mul(old, less));
    storeLanes(m + at, mean, lanes);
    storeLanes(v + at, square, lanes);
    storeLanes(weight + at, w, lanes);
    weightSquares = addSquares(weightSquares, w);
    updateSquares = addSquares(updateSquares, change(mean, square, meanBias, squareBias, floor));
  }
  const step = f32x4.splat(<f32>(<f64>rate * ratio(total(weightSquares), total(updateSquares))));
  for (let at: usize = 0, left = count; left > 0; left -= 4, at += 16) {
    const lanes = min(left, 4);
    const update = change(loadLanes(m + at, lanes), loadLanes(v + at, lanes), meanBias, squareBias, floor);
    storeLanes(weight + at, f32x4.sub(loadLanes(weight + at, lanes), f32x4.mul(step, update)), lanes);
  }
}

/** 1 if either norm is 0. */
function ratio(weightSquares: f64, updateSquares: f64): f64 {
  return weightSquares > 0 && updateSquares > 0 ? Math.sqrt(weightSquares / updateSquares) : 1;
}

/** Adam's update without the rate; lanes past the end are 0 / epsilon, or 0 / 0 with an epsilon of 0, which counts as 0. */
// @ts-ignore: decorator
@inline
function change(mean: v128, square: v128, meanBias: v128, squareBias: v128, floor: v128): v128 {
  const update = f32x4.div(f32x4.mul(mean, meanBias), f32x4.add(f32x4.sqrt(f32x4.mul(square, squareBias)), floor));
  return v128.and(update, f32x4.eq(update, update));
}

// @ts-ignore: decorator
@inline
function addSquares(sum: v128, x: v128): v128 {
  const low = f64x2.promote_low_f32x4(x);
  const high = f64x2.promote_low_f32x4(i8x16.shuffle(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15));
  return f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
}

// @ts-ignore: decorator
@inline
function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}
