import { activate, LINEAR } from "./activation";

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
