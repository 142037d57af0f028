import { activate, LINEAR, SWISH } from "../simd/activation";
import { loadLanes, storeLanes } from "../simd/lanes";
import { swishRows } from "./swishRows";

/** rows[count, n] = activation(rows + bias), in place; rows are `step` bytes apart. */
export function finishRows(rows: usize, step: usize, count: i32, n: i32, bias: usize, activation: i32): void {
  if (activation == SWISH) swishRows(rows, step, count, n, bias);
  else if (activation == LINEAR) {
    if (bias == 0) return;
    for (; count > 0; --count, rows += step) biasRow(rows, n, bias);
  } else {
    for (; count > 0; --count, rows += step) finishRow(rows, n, bias, activation);
  }
}

/** A function of its own, so that the compiler makes a constant of the activation. */
function biasRow(row: usize, n: i32, bias: usize): void {
  finishRow(row, n, bias, LINEAR);
}

// @ts-ignore: decorator
@inline
function finishRow(row: usize, n: i32, bias: usize, activation: i32): void {
  for (; n >= 4; n -= 4, row += 16) {
    const x = v128.load(row);
    v128.store(row, activate(bias == 0 ? x : f32x4.add(x, v128.load(bias)), activation));
    if (bias != 0) bias += 16;
  }
  if (n == 0) return;
  const x = loadLanes(row, n);
  storeLanes(row, activate(bias == 0 ? x : f32x4.add(x, loadLanes(bias, n)), activation), n);
}
