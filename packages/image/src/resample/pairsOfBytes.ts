import type { Image, Pixels } from "../image/image.ts";
import { fillArena } from "../wasm/arena.ts";
import type { Pairs } from "./pairs.ts";

/** Bytes of the result that are copied together, about. */
const BLOCK = 2 ** 14;
/** More than the error of a level if weights have 15 bits (255 * 2 ** -16) and it is summed in single precision. */
const MARGIN = 0.004;
/** The unit of weights of 15 bits. It is negative, because 16 bits hold -(2 ** 15) but not 2 ** 15. */
const UNIT = -(2 ** 15);

/** Mixes pixels of 3 or 4 bytes in WebAssembly, with the results of `resamplePairs.ts`. Returns whether it could. */
export function pairsOfBytes(
  { data, width, channels }: Image,
  down: Pairs,
  across: Pairs,
  output: Pixels,
): boolean {
  if (!(data instanceof Uint8Array) || (channels !== 3 && channels !== 4)) return false;
  const { near, far, nearWeights, farWeights } = across;
  const count = near.length;
  const wide = count * channels;
  const rows = Math.max(Math.floor(BLOCK / wide), 1);
  const [first, last] = [near[0], far[count - 1] + channels];
  const shares = new Int16Array(2 * count);
  for (let x = 0; x < count; x++) {
    shares[2 * x] = Math.round(UNIT * nearWeights[x]);
    shares[2 * x + 1] = UNIT - shares[2 * x];
  }
  const strip = width * channels + last - first;
  const arena = fillArena([
    near,
    far,
    nearWeights,
    farWeights,
    new Int32Array(shares.buffer),
    strip + 16,
    rows * wide + 16,
  ]);
  if (arena === undefined) return false;
  const { kernels, memory, places } = arena;
  const [nearAt, farAt, nearWeightsAt, farWeightsAt, sharesAt, from, to] = places;
  const margin = isShort(across) && isShort(down) ? 0 : MARGIN;
  const result = memory.subarray(to, to + rows * wide);
  const height = down.near.length;
  for (let y = 0, row = 0; y < height; y++) {
    const [upper, lower] = [down.near[y], down.far[y]]; // the same row, or the next
    memory.set(data.subarray(upper + first, lower + last), from);
    // prettier-ignore
    kernels.pairRow(
      from - first, from - first + lower - upper, nearAt, farAt, nearWeightsAt, farWeightsAt, sharesAt,
      down.nearWeights[y], down.farWeights[y], margin, channels, count, to + row * wide,
    );
    row++;
    if (row < rows && y < height - 1) continue;
    output.set(row === rows ? result : result.subarray(0, row * wide), (y + 1 - row) * wide);
    row = 0;
  }
  return true;
}

/** Whether all weights have at most 8 fractional bits: then both are exact, and halves are frequent. */
const isShort = ({ nearWeights, farWeights }: Pairs): boolean =>
  [nearWeights, farWeights].every((weights) => weights.every((weight) => Number.isInteger(256 * weight)));
