import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";
import { heldConstant, swish } from "../simd/swish";

/** y[rows, channels] = swish(x * scale + shift): normalize.ts with the constants of swish in registers. */
export function swishNormalize(x: usize, scale: usize, shift: usize, y: usize, rows: i32, channels: i32): void {
  const smallest = heldConstant(0), largest = heldConstant(1), minusLog2E = heldConstant(2), round = heldConstant(3), one = heldConstant(4);
  const p5 = heldConstant(5), p4 = heldConstant(6), p3 = heldConstant(7), p2 = heldConstant(8), p1 = heldConstant(9);
  const whole = <usize>(channels & ~7) * 4;
  for (; rows > 0; --rows, x += <usize>channels * 4, y += <usize>channels * 4) {
    let c: usize = 0;
    for (; c < whole; c += 32) {
      const z = madd(v128.load(x + c), v128.load(scale + c), v128.load(shift + c));
      v128.store(y + c, swish(z, smallest, largest, minusLog2E, round, one, p5, p4, p3, p2, p1));
      const w = madd(v128.load(x + c, 16), v128.load(scale + c, 16), v128.load(shift + c, 16));
      v128.store(y + c, swish(w, smallest, largest, minusLog2E, round, one, p5, p4, p3, p2, p1), 16);
    }
    for (let left = channels & 7; left > 0; left -= 4, c += 16) {
      const lanes = min(4, left);
      const z = madd(loadLanes(x + c, lanes), loadLanes(scale + c, lanes), loadLanes(shift + c, lanes));
      storeLanes(y + c, swish(z, smallest, largest, minusLog2E, round, one, p5, p4, p3, p2, p1), lanes);
    }
  }
}
