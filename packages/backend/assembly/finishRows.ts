import { swish } from "./sigmoid";

/** The activations that a product can end with; the numbers are those of src/kernels/activation.ts. */
const LINEAR: i32 = 0;
const RELU: i32 = 1;
const RELU6: i32 = 2;

/** rows[count, n] = activation(rows + bias), in place. */
export function finishRows(rows: usize, count: i32, n: i32, bias: usize, activation: i32): void {
  if (bias == 0 && activation == LINEAR) return;
  for (; count > 0; --count) {
    let j = 0;
    let b = bias;
    for (; j + 4 <= n; j += 4, rows += 16, b += 16) {
      const x = v128.load(rows);
      v128.store(rows, activate(bias == 0 ? x : f32x4.add(x, v128.load(b)), activation));
    }
    for (; j < n; ++j, rows += 4, b += 4) {
      const x = f32.load(rows) + (bias == 0 ? 0 : f32.load(b));
      f32.store(rows, f32x4.extract_lane(activate(f32x4.splat(x), activation), 0));
    }
  }
}

function activate(x: v128, activation: i32): v128 {
  if (activation == LINEAR) return x;
  if (activation == RELU) return f32x4.max(x, f32x4.splat(0));
  if (activation == RELU6) return f32x4.min(f32x4.max(x, f32x4.splat(0)), f32x4.splat(6));
  return swish(x);
}
