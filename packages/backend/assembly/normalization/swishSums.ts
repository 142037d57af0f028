import { addPairs } from "../simd/pairs";
import { loadLanes, storeLanes } from "../simd/lanes";
import { madd, subtractProduct } from "../simd/madd";
import { sigmoid } from "../simd/sigmoid";

/** Rows to sum in single precision before their sums are added to doubles. */
const BLOCK_ROWS: i32 = 64;
/** Bytes of a table's entry for four channels: scale, shift, mean, the sums of dz and of dz (x - mean). */
const ENTRY: usize = 80;

/**
 * `normalizationSums` for swish. With z = x * scale + shift, s the sigmoid of z and a = z s: dz = dy (s + a - a s).
 *
 * `a` is what the normalisation made in the forward pass; it is written to `made` (as long as x), if that is not 0.
 * The numbers of four channels lie together, at distances that the compiler knows: with an address for each of the five, the
 * addresses took a tenth of the time.
 */
export function swishSums(
  x: usize, dy: usize, scale: usize, shift: usize, mean: usize, dz: usize, made: usize, sums: usize, rows: i32, channels: i32,
): void {
  const writes = made != 0;
  memory.fill(sums, 0, <usize>channels * 16);
  const table = sums + <usize>channels * 16;
  let entry = table;
  for (let c = 0; c < channels; c += 4, entry += ENTRY) {
    const lanes = min(4, channels - c), at = <usize>(c * 4);
    v128.store(entry, loadLanes(scale + at, lanes));
    v128.store(entry, loadLanes(shift + at, lanes), 16);
    v128.store(entry, loadLanes(mean + at, lanes), 32);
  }
  const step = <usize>channels * 4;
  for (let row = 0; row < rows; row += BLOCK_ROWS) {
    entry = table;
    for (let c = 0; c < channels; c += 4, entry += ENTRY) memory.fill(entry + 48, 0, 32);
    for (let left = min(BLOCK_ROWS, rows - row); left > 0; --left, x += step, dy += step, dz += step, made += step) {
      oneRow(x, dy, dz, made, writes, table, channels);
    }
    entry = table;
    for (let c = 0; c < channels; c += 4, entry += ENTRY) {
      addPairs(sums + <usize>(c * 16), v128.load(entry, 48), v128.load(entry, 64), min(4, channels - c));
    }
  }
}

/** Sixteen channels a turn: V8 computes the constants of the sigmoid again in each turn of a loop. */
// @ts-ignore: decorator
@inline
function oneRow(x: usize, dy: usize, dz: usize, made: usize, writes: bool, entry: usize, channels: i32): void {
  for (; channels >= 16; channels -= 16, x += 64, dy += 64, dz += 64, entry += 4 * ENTRY) {
    four(x, dy, dz, made, entry, writes);
    four(x + 16, dy + 16, dz + 16, made + 16, entry + ENTRY, writes);
    four(x + 32, dy + 32, dz + 32, made + 32, entry + 2 * ENTRY, writes);
    four(x + 48, dy + 48, dz + 48, made + 48, entry + 3 * ENTRY, writes);
    made += 64;
  }
  for (; channels >= 4; channels -= 4, x += 16, dy += 16, dz += 16, entry += ENTRY) {
    four(x, dy, dz, made, entry, writes);
    made += 16;
  }
  if (channels > 0) some(x, dy, dz, made, entry, writes, channels);
}

// @ts-ignore: decorator
@inline
function four(x: usize, dy: usize, dz: usize, made: usize, entry: usize, writes: bool): void {
  const value = v128.load(x);
  const z = madd(value, v128.load(entry), v128.load(entry, 16));
  const s = sigmoid(z);
  const a = f32x4.mul(z, s);
  if (writes) v128.store(made, a);
  const slope = f32x4.mul(v128.load(dy), f32x4.add(s, subtractProduct(a, a, s)));
  v128.store(dz, slope);
  v128.store(entry, f32x4.add(v128.load(entry, 48), slope), 48);
  v128.store(entry, madd(slope, f32x4.sub(value, v128.load(entry, 32)), v128.load(entry, 64)), 64);
}

/** One to three channels. */
function some(x: usize, dy: usize, dz: usize, made: usize, entry: usize, writes: bool, lanes: i32): void {
  const value = loadLanes(x, lanes);
  const z = madd(value, v128.load(entry), v128.load(entry, 16));
  const s = sigmoid(z);
  const a = f32x4.mul(z, s);
  if (writes) storeLanes(made, a, lanes);
  const slope = f32x4.mul(loadLanes(dy, lanes), f32x4.add(s, subtractProduct(a, a, s)));
  storeLanes(dz, slope, lanes);
  v128.store(entry, f32x4.add(v128.load(entry, 48), slope), 48);
  v128.store(entry, madd(slope, f32x4.sub(value, v128.load(entry, 32)), v128.load(entry, 64)), 64);
}
