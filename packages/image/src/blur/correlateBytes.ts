import { countColorChannels, type Image, type Pixels } from "../image/image.ts";
import { fillArena } from "../wasm/arena.ts";
import { padRows } from "./padRows.ts";

/**
 * Computes weighted sums of an image's rows in WebAssembly, in single precision.
 *
 * @param reach - The pixels that are repeated on both sides of every row before.
 * @param place - The offset in the rows with those pixels of the row that term `k` of the sums of row `y` begins at.
 * @param result - The image; its colours are replaced.
 * @returns Whether it could.
 */
export function correlateBytes(
  data: Uint8Array,
  stride: number,
  reach: number,
  weights: Float32Array,
  place: (y: number, k: number) => number,
  result: Image,
): boolean {
  const terms = weights.length;
  const { height, channels } = result;
  const size = height * (stride + 2 * reach * channels);
  const arena = fillArena([size, weights, 4 * terms, 4 * stride + 64, stride]);
  if (arena === undefined) return false;
  const { kernels, memory, places } = arena;
  const [padded, weightsAt, rowsAt, sums, to] = places;
  padRows(data, stride, channels, reach, memory.subarray(padded, padded + size));
  const rows = new Int32Array(memory.buffer, rowsAt, terms);
  const row = memory.subarray(to, to + stride);
  for (let y = 0; y < height; y++) {
    for (let k = 0; k < terms; k++) rows[k] = padded + place(y, k);
    kernels.sumRows(rowsAt, weightsAt, terms, stride, sums);
    kernels.roundRow(sums, stride, to);
    setColors(result, row, y * stride);
  }
  return true;
}

/** Replaces the colours of a row; alpha is unchanged. */
export function setColors(image: Image, row: Uint8Array, start: number): void {
  const { channels }: Image = image;
  const data: Pixels = image.data;
  const colors = countColorChannels(image);
  if (colors === channels) data.set(row, start);
  else
    for (let at = 0; at < row.length; at += channels)
      for (let c = 0; c < colors; c++) data[start + at + c] = row[at + c];
}
