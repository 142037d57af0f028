import { activate, LINEAR, RELU, RELU6, SIGMOID, SWISH } from "../simd/activation";
import { swishNormalize } from "./swishNormalize";
import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";

/** y[rows, channels] = activation(x * scale + shift), scale and shift by channel. */
export function normalize(x: usize, scale: usize, shift: usize, y: usize, rows: i32, channels: i32, activation: i32): void {
  if (activation == SWISH) {
    swishNormalize(x, scale, shift, y, rows, channels);
    return;
  }
  for (; rows > 0; --rows, x += <usize>channels * 4, y += <usize>channels * 4) {
    if (activation == LINEAR) row(x, scale, shift, y, channels, LINEAR);
    else if (activation == RELU) row(x, scale, shift, y, channels, RELU);
    else if (activation == RELU6) row(x, scale, shift, y, channels, RELU6);
    else row(x, scale, shift, y, channels, SIGMOID);
  }
}

// Inlined with its last argument a constant, so that the loop holds no choice.
// @ts-ignore: decorator
@inline
function row(x: usize, scale: usize, shift: usize, y: usize, channels: i32, activation: i32): void {
  let c: usize = 0;
  const whole = <usize>(channels & ~3) * 4;
  // Sixteen channels a turn: V8 computes the constants of the activation again in each turn of a loop.
  for (; c + 64 <= whole; c += 64) {
    four(x + c, scale + c, shift + c, y + c, activation);
    four(x + c + 16, scale + c + 16, shift + c + 16, y + c + 16, activation);
    four(x + c + 32, scale + c + 32, shift + c + 32, y + c + 32, activation);
    four(x + c + 48, scale + c + 48, shift + c + 48, y + c + 48, activation);
  }
  for (; c < whole; c += 16) four(x + c, scale + c, shift + c, y + c, activation);
  const rest = channels & 3;
  if (rest == 0) return;
  const z = madd(loadLanes(x + c, rest), loadLanes(scale + c, rest), loadLanes(shift + c, rest));
  storeLanes(y + c, activate(z, activation), rest);
}

// @ts-ignore: decorator
@inline
function four(x: usize, scale: usize, shift: usize, y: usize, activation: i32): void {
  v128.store(y, activate(madd(v128.load(x), v128.load(scale), v128.load(shift)), activation));
}
