import { loadLanes, storeLanes } from "../simd/lanes";
import { heldConstant, swish } from "../simd/swish";

/** rows[count, n] = swish(rows + bias), in place; rows are `step` bytes apart; no bias if it is 0. */
export function swishRows(rows: usize, step: usize, count: i32, n: i32, bias: usize): void {
  const smallest = heldConstant(0), largest = heldConstant(1), minusLog2E = heldConstant(2), round = heldConstant(3), one = heldConstant(4);
  const p5 = heldConstant(5), p4 = heldConstant(6), p3 = heldConstant(7), p2 = heldConstant(8), p1 = heldConstant(9);
  for (; count > 0; --count, rows += step) {
    let row = rows, add = bias, left = n;
    for (; left >= 8; left -= 8, row += 32) {
      let x = v128.load(row), y = v128.load(row, 16);
      if (bias != 0) {
        x = f32x4.add(x, v128.load(add));
        y = f32x4.add(y, v128.load(add, 16));
        add += 32;
      }
      v128.store(row, swish(x, smallest, largest, minusLog2E, round, one, p5, p4, p3, p2, p1));
      v128.store(row, swish(y, smallest, largest, minusLog2E, round, one, p5, p4, p3, p2, p1), 16);
    }
    for (; left > 0; left -= 4, row += 16) {
      const lanes = min(4, left);
      let x = loadLanes(row, lanes);
      if (bias != 0) {
        x = f32x4.add(x, loadLanes(add, lanes));
        add += 16;
      }
      storeLanes(row, swish(x, smallest, largest, minusLog2E, round, one, p5, p4, p3, p2, p1), lanes);
    }
  }
}
