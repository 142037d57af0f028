import { deactivate, LINEAR, SWISH } from "../simd/activation";
import { loadLanes, storeLanes } from "../simd/lanes";
import { madd } from "../simd/madd";
import { addPairs } from "../simd/pairs";
import { swishSums } from "./swishSums";

/** Rows to sum in single precision before their sums are added to doubles. */
const BLOCK_ROWS: i32 = 64;

/**
 * dz[rows, channels] = dy * activation'(x * scale + shift), and for each channel the sums over rows of dz and of
 * dz * (x - mean). If the activation is linear, dz is dy and not written.
 *
 * `sums`: a pair of doubles per channel, then scratch for five floats per channel, in whole fours of channels.
 * `made`: the address that the normalised tensor is written to (swish only), or 0.
 * The rows are read as they lie in memory, with the sums in the first-level cache: walking four channels at a time down a
 * block of rows took 1.6 times as long.
 */
export function normalizationSums(
  x: usize, dy: usize, scale: usize, shift: usize, mean: usize, dz: usize, made: usize, sums: usize,
  rows: i32, channels: i32, activation: i32,
): void {
  if (activation == SWISH) {
    swishSums(x, dy, scale, shift, mean, dz, made, sums, rows, channels);
    return;
  }
  memory.fill(sums, 0, <usize>channels * 16);
  const partial = sums + <usize>channels * 16;
  const half = <usize>((channels + 3) & ~3) * 4;
  const step = <usize>channels * 4;
  for (let row = 0; row < rows; row += BLOCK_ROWS) {
    const block = min(BLOCK_ROWS, rows - row);
    memory.fill(partial, 0, 2 * half);
    for (let done = 0; done < block; ++done) {
      const by = <usize>(row + done) * step;
      if (activation == LINEAR) oneRow(x + by, dy + by, scale, shift, mean, dz + by, partial, half, channels, LINEAR);
      else oneRow(x + by, dy + by, scale, shift, mean, dz + by, partial, half, channels, activation);
    }
    for (let c = 0; c < channels; c += 4) {
      const at = partial + <usize>(c * 4);
      addPairs(sums + <usize>(c * 16), v128.load(at), v128.load(at + half), min(4, channels - c));
    }
  }
}

// Inlined with its last argument a constant, so that the loop holds no choice. Sixteen channels a turn, as in normalize.ts.
// @ts-ignore: decorator
@inline
function oneRow(
  x: usize, dy: usize, scale: usize, shift: usize, mean: usize, dz: usize, partial: usize, half: usize, channels: i32, activation: i32,
): void {
  const whole = <usize>(channels & ~3) * 4;
  let c: usize = 0;
  for (; c + 64 <= whole; c += 64) {
    four(x + c, dy + c, scale + c, shift + c, mean + c, dz + c, partial + c, half, 4, activation);
    four(x + c + 16, dy + c + 16, scale + c + 16, shift + c + 16, mean + c + 16, dz + c + 16, partial + c + 16, half, 4, activation);
    four(x + c + 32, dy + c + 32, scale + c + 32, shift + c + 32, mean + c + 32, dz + c + 32, partial + c + 32, half, 4, activation);
    four(x + c + 48, dy + c + 48, scale + c + 48, shift + c + 48, mean + c + 48, dz + c + 48, partial + c + 48, half, 4, activation);
  }
  for (; c < whole; c += 16) four(x + c, dy + c, scale + c, shift + c, mean + c, dz + c, partial + c, half, 4, activation);
  const rest = channels & 3;
  if (rest != 0) four(x + c, dy + c, scale + c, shift + c, mean + c, dz + c, partial + c, half, rest, activation);
}

// @ts-ignore: decorator
@inline
function four(
  x: usize, dy: usize, scale: usize, shift: usize, mean: usize, dz: usize, partial: usize, half: usize, lanes: i32, activation: i32,
): void {
  const value = loadLanes(x, lanes);
  const slope = before(value, dy, loadLanes(scale, lanes), loadLanes(shift, lanes), dz, lanes, activation);
  v128.store(partial, f32x4.add(v128.load(partial), slope));
  v128.store(partial + half, madd(slope, f32x4.sub(value, loadLanes(mean, lanes)), v128.load(partial + half)));
}

/** dz of four numbers, written if the activation makes a new one. */
// @ts-ignore: decorator
@inline
function before(value: v128, dy: usize, scales: v128, shifts: v128, dz: usize, lanes: i32, activation: i32): v128 {
  const slope = deactivate(madd(value, scales, shifts), loadLanes(dy, lanes), activation);
  if (activation != LINEAR) storeLanes(dz, slope, lanes);
  return slope;
}
