import { activate, LINEAR, SWISH } from "../simd/activation";
import { loadLanes, storeLanes } from "../simd/lanes";

/** rows[count, n] = activation(rows + bias), in place; rows are `step` bytes apart. */
export function finishRows(rows: usize, step: usize, count: i32, n: i32, bias: usize, activation: i32): void {
  if (bias == 0 && activation == LINEAR) return;
  for (; count > 0; --count, rows += step) {
    if (activation == SWISH) swishRow(rows, n, bias);
    else if (activation == LINEAR) biasRow(rows, n, bias);
    else finishRow(rows, n, bias, activation);
  }
}

// A function each, so that the compiler makes a constant of the activation.

function swishRow(row: usize, n: i32, bias: usize): void {
  finishRow(row, n, bias, SWISH);
}

function biasRow(row: usize, n: i32, bias: usize): void {
  finishRow(row, n, bias, LINEAR);
}

// @ts-ignore: decorator
@inline
function finishRow(row: usize, n: i32, bias: usize, activation: i32): void {
  // Sixteen channels a turn: V8 computes the constants of the activation again in each turn of a loop.
  for (; n >= 16; n -= 16, row += 64) {
    four(row, bias, activation);
    four(row + 16, bias == 0 ? 0 : bias + 16, activation);
    four(row + 32, bias == 0 ? 0 : bias + 32, activation);
    four(row + 48, bias == 0 ? 0 : bias + 48, activation);
    if (bias != 0) bias += 64;
  }
  for (; n >= 4; n -= 4, row += 16) {
    four(row, bias, activation);
    if (bias != 0) bias += 16;
  }
  if (n == 0) return;
  const x = loadLanes(row, n);
  storeLanes(row, activate(bias == 0 ? x : f32x4.add(x, loadLanes(bias, n)), activation), n);
}

// @ts-ignore: decorator
@inline
function four(row: usize, bias: usize, activation: i32): void {
  const x = v128.load(row);
  v128.store(row, activate(bias == 0 ? x : f32x4.add(x, v128.load(bias)), activation));
}
