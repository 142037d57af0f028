import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";

/** to[rows, columns] = each row of the matrix times its factor. */
export function scaleRows(matrix: usize, factors: usize, to: usize, rows: i32, columns: i32): void {
  const whole = <usize>(columns & ~3) * 4;
  const rest = columns & 3;
  const row = <usize>columns * 4;
  for (; rows > 0; --rows, matrix += row, to += row, factors += 4) {
    const factor = v128.load32_splat(factors);
    for (let c: usize = 0; c < whole; c += 16) v128.store(to + c, f32x4.mul(v128.load(matrix + c), factor));
    if (rest != 0) storeLanes(to + whole, f32x4.mul(loadLanes(matrix + whole, rest), factor), rest);
  }
}

/**
 * dots[rows] = the sum over the columns of x * y, and sums[rows, columns] = (or +=) each row of x times its factor.
 */
export function rowDots(x: usize, y: usize, factors: usize, dots: usize, sums: usize, rows: i32, columns: i32, add: bool): void {
  const whole = <usize>(columns & ~3) * 4;
  const rest = columns & 3;
  const row = <usize>columns * 4;
  for (; rows > 0; --rows, x += row, y += row, sums += row, factors += 4, dots += 4) {
    const factor = v128.load32_splat(factors);
    let dot = f32x4.splat(0);
    for (let c: usize = 0; c < whole; c += 16) dot = four(x + c, y + c, sums + c, factor, dot, 4, add);
    if (rest != 0) dot = four(x + whole, y + whole, sums + whole, factor, dot, rest, add);
    const pairs = f32x4.add(dot, v128.shuffle<f32>(dot, dot, 2, 3, 0, 1));
    f32.store(dots, f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1));
  }
}

// @ts-ignore: decorator
@inline
function four(x: usize, y: usize, sums: usize, factor: v128, dot: v128, lanes: i32, add: bool): v128 {
  const value = loadLanes(x, lanes);
  const scaled = f32x4.mul(value, factor);
  storeLanes(sums, add ? f32x4.add(loadLanes(sums, lanes), scaled) : scaled, lanes);
  return madd(value, loadLanes(y, lanes), dot);
}
